"""Notices on cookies and personal data."""

from __future__ import annotations

from pagemarrow.core.model import Rule, Says, Scope
from pagemarrow.core.rules._fragments import FURTHER

RULES = (
    Rule(
        id="consent.cookie-notice",
        why="Tells of cookies.",
        category="consent",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=75,
        cues=("cookies", "cookie", "consent", "we", "site", "website", "technical"),
        pattern=r"""(?:(?:we|this\ (?:web)?site|our\ (?:web)?site|[\w.]{2,30})(?:\ (?:and|&)\ (?:our|its)\ (?:\w+\ ){0,3}?(?:partners|vendors))?(?:,\ .{0,60},)?\ (?:may\ )?(?:uses?|stores?|sets?|also\ use|employs?|utilizes?)\ (?:.{0,60}?\ )?(?:cookies\b(?!\ (?:in\ (?!order|accordance|compliance|line|connection|conjunction|combination|various|several|our|this|your|some)|from\ (?!third|our|google|other|time)|made|baked|left|crumbled|bought|instead\ of))|cookie\ (?:technolog|file|identifier)\w+)
            |(?:we|to)\ (?:value|respect|improve|enhance|provide|give|personali[sz]e|offer)\b.{0,120}?\b(?:us(?:e|es|ing)|sets?|stores?|through|via|accept|accepting|collect\w*)\b(?:\ [\w,/&-]+){0,6}?\ cookies\b
            |by\ (?:continuing|clicking|using|browsing|accepting|selecting|closing|visiting|navigating)\b.{0,160}?\b(?:cookies?|use\ of\ (?:this|our)\ site)\b
            |(?:these|necessary|functional|performance|analytics?|analytical|advertisement|advertising|targeting|marketing|strictly\ necessary|essential|preference|statistics?|other\ uncategorized)\ cookies?\ (?:are|help|allow|enable|may|track|collect|do\ not|is)\b
            |(?:this|the)\ cookie\ is\ (?:set|used|installed)\b|the\ technical\ storage\ or\ access\b|you\ can\ (?:change|manage|withdraw|update|find\ out\ more\ about|adjust)\b.{0,80}\bcookies?\b)""",
        matches=(
            "We use cookies to give you the best experience on our website.",
            "This site uses cookies. By continuing you agree to their use.",
            "To give you the best experience, we use technologies like cookies to store device information.",
            "Necessary cookies are absolutely essential for the site to work.",
        ),
        rejects=(
            "We use cookie cutters made of tin.",
            "We use cookies in the trifle.",
            "To give the children cookies was all she wanted.",
            "We bake cookies on Sundays, and the whole street comes.",
            "Functional kitchens are rare in old houses",
        ),
    ),
    Rule(
        id="consent.button",
        why="Button of a consent notice.",
        category="consent",
        says=Says.BOILERPLATE,
        max_words=8,
        cues=(
            "accept",
            "reject",
            "cookie",
            "cookies",
            "privacy",
            "preferences",
            "consent",
            "agree",
            "manage",
            "decline",
            "allow",
            "deny",
            "got",
            "akzeptieren",
            "ablehnen",
            "zustimmen",
            "einstellungen",
            "accepter",
            "refuser",
            "aceptar",
            "rechazar",
            "accetta",
            "rifiuta",
            "aceitar",
            "rejeitar",
            "accepteren",
            "akceptuję",
            "принять",
            "sell",
            "choices",
            "necessary",
            "^cookieeinstellungen",
            "^datenschutzeinstellungen",
            "^gérer",
        ),
        pattern=r"""(?:(?:i\ )?(?:accept|reject|allow|deny|decline|agree)(?:\ (?:all|cookies|all\ cookies|and\ (?:close|continue|proceed)|optional\ cookies|&\ close|selected|essential\ only|additional\ cookies))?|got\ it!?|(?:manage|your|my|change|update|customi[sz]e|set|save|view|cookie|privacy|consent)\ (?:my\ |your\ |cookie\ |privacy\ |consent\ )?(?:cookies?|cookie\ (?:settings|preferences|consent|choices|options)|privacy\ (?:settings|preferences|choices)|preferences|consent|choices|settings|settings|preference\ center|preferences\ cent(?:er|re))
            |cookies?\ (?:settings|preferences|consent|policy|notice|declaration|choices|list|banner|statement|details|information)|do\ not\ sell(?:\ or\ share)?\ my\ (?:personal\ )?(?:info(?:rmation)?|data)|(?:strictly\ |only\ )?necessary\ (?:cookies|only)|(?:alle\ )?(?:cookies\ )?(?:akzeptieren|ablehnen|zustimmen)|(?:cookie|datenschutz)-?einstellungen(?:\ (?:ändern|verwalten))?|(?:tout\ )?(?:accepter|refuser)(?:\ (?:et\ \w+|tout|les\ cookies))?|gérer\ (?:les\ cookies|mes\ (?:préférences|cookies))|(?:aceptar|rechazar)(?:\ (?:todo|todas|cookies|las\ cookies|y\ \w+))?|configura(?:r|ción\ de)\ cookies|(?:accetta|rifiuta)(?:\ (?:tutto|tutti|i\ cookie))?|(?:aceitar|rejeitar)(?:\ (?:tudo|todos|cookies))?|(?:alles\ )?accepteren|akceptuję|принять)\ ?[.!]?$""",
        matches=(
            "Accept all cookies",
            "Cookie settings",
            "Do Not Sell My Personal Information",
            "Alle akzeptieren",
            "Tout refuser",
        ),
        rejects=("Accept nothing less", "Cookie jars of the valley", "Allow to cool"),
    ),
    Rule(
        id="consent.other-languages",
        why="Tells of cookies, in another language.",
        category="consent",
        says=Says.BOILERPLATE,
        languages=("de", "fr", "es", "it", "pt", "nl", "pl", "ru"),
        max_words=75,
        cues=("cookies", "cookie", "куки", "plików", "datenschutzerklärung", "einwilligung"),
        pattern=r"""(?:(?:wir|diese\ (?:web)?seite|unsere\ (?:web)?seite|diese\ website|um|durch|mit)\b.{0,140}?\bcookies?\b|(?:nous|ce\ site|en\ (?:poursuivant|continuant)|notre\ site|pour)\b.{0,140}?\bcookies\b|(?:utilizamos|usamos|este\ sitio|esta\ (?:web|página)|al\ (?:continuar|navegar)|nuestr\w+)\b.{0,140}?\bcookies\b
            |(?:questo\ sito|utilizziamo|usiamo|continuando)\b.{0,140}?\bcookie\b|(?:este\ site|nós\ usamos|ao\ continuar|usamos)\b.{0,140}?\bcookies\b|(?:wij|we|deze\ (?:web)?site)\ .{0,60}?\bcookies\b|(?:ta\ strona|strona|serwis|nasza\ strona|używamy)\b.{0,100}?\b(?:cookies|ciasteczek)\b|(?:мы|этот\ сайт|наш\ сайт|сайт)\ (?:\S+\ )?используе[тм]\b.{0,60}?\b(?:cookies?|куки)\b
            |(?:mit|nach)\ (?:ihrer|deiner)\ einwilligung\b.{0,120}|(?:ich\ habe|es\ gilt)\ die\ datenschutzerklärung\b.{0,100})""",
        matches=(
            "Wir verwenden Cookies, um Inhalte zu personalisieren.",
            "Ce site utilise des cookies.",
            "Utilizamos cookies propias y de terceros.",
            "Questo sito utilizza cookie tecnici.",
        ),
        rejects=(
            "Die Cookies backt sie nach altem Rezept.",
            "Les cookies refroidissent sur la grille.",
            "Las cookies de avena se enfrían solas.",
        ),
    ),
    Rule(
        id="consent.container",
        why="Stands in a consent notice.",
        category="consent",
        says=Says.BOILERPLATE,
        scope=Scope.CONTAINER,
        max_words=1000,
        cues=(
            "cookie",
            "cookies",
            "onetrust",
            "gdpr",
            "consent",
            "cookiebot",
            "didomi",
            "osano",
            "usercentrics",
            "cmp",
            "cookieconsent",
            "cky",
            "cmplz",
        ),
        pattern=r""".*\b(?:cookies?\ (?:notice|banner|consent|bar|law|popup|message|modal|policy|settings|disclaimer|overlay|wrapper|container|control|dialog|preferences)|cookieconsent|onetrust|gdpr|consent\ (?:banner|modal|popup|manager|overlay|bar|notice|container|dialog|form|prompt)|cookiebot|didomi|osano|usercentrics|cmplz|cky)\b""",
        matches=(
            "div cookie-notice",
            "div onetrust-banner-sdk",
            "section gdpr",
        ),
        rejects=(
            "div cookie-recipe",
            "div informed-consent-chapter",
        ),
    ),
    Rule(
        id="consent.further-languages",
        why="Tells of cookies, in one of the languages without a rule of their own.",
        category="consent",
        says=Says.BOILERPLATE,
        languages=FURTHER,
        max_words=60,
        cues=(
            "cookies",
            "cookie",
            "kakor",
            "informasjonskapsler",
            "evästeitä",
            "çerez",
            "çerezler",
            "çerezleri",
            "кукі",
            "الارتباط",
            "الكوكيز",
            "کوکی",
            "עוגיות",
            "בעוגיות",
            "कुकीज",
            "कुकीज़",
            "쿠키",
            "kaikki",
            "evästeet",
            "^acceptera",
            "^godkänn",
            "^godta",
            "^accepter",
            "^tillad",
            "^hyväksy",
            "^přijmout",
            "^souhlasím",
            "^kabul",
            "^прийняти",
            "^погоджуюсь",
            "^αποδοχή",
            "^αποδέχομαι",
            "^موافق",
            "^قبول",
            "^स्वीकार",
            "동의",
            "^çereza",
            "^cookiea",
            "^این",
            "^אנו",
            "^aकुकीज",
        ),
        pattern=r"""(?:(?:vi|den\ här\ (?:webb)?(?:sidan|platsen)|vår\ webbplats|webbplatsen|dette?\ (?:nettstedet|websted)|denne\ (?:hjemme)?siden?|hjemmesiden)\ (?:använder|bruger|bruker|anvender|benytter)\b.{0,60}?\b(?:cookies|kakor|informasjonskapsler)\b.{0,300}
            |(?:käytämme|(?:tämä\ )?sivusto(?:mme)?\ käyttää)\b.{0,60}?\bevästeitä\b.{0,300}
            |(?:používáme|tento\ web\ používá|tyto\ (?:webové\ )?stránky\ (?:používají|využívají)|na\ těchto\ stránkách\ používáme)\b.{0,60}?\bcookies?\b.{0,300}
            |.{0,120}?\b(?:çerez\w*|cookie\w*)\ .{0,40}?(?:kullanıyoruz|kullanmaktayız|kullanılmaktadır|kullanmaktadır|kullanır)\b.{0,200}
            |(?:ми|цей\ сайт|наш\ сайт|сайт)\ (?:\S+\ )?використову(?:ємо|є)\b.{0,60}?(?:cookies?|кукі)\b.{0,300}
            |(?:χρησιμοποιούμε|αυτ[όή]ς?\ (?:ο\ ιστότοπος|η\ ιστοσελίδα)\ χρησιμοποιεί|(?:ο\ ιστότοπός|η\ ιστοσελίδα)\ μας\ χρησιμοποιεί)\b.{0,40}?\bcookies\b.{0,300}
            |(?:نحن\ )?(?:نستخدم|يستخدم\ (?:هذا\ )?الموقع|يستخدم\ موقعنا)\b.{0,40}?(?:ملفات\ تعريف\ الارتباط|الكوكيز|cookies).{0,300}|(?:این\ سایت|ما)\ از\ کوکی.{0,200}
            |(?:אנו|אנחנו|אתר\ זה|האתר)\ (?:משתמש(?:ים)?|עושה\ שימוש|עושים\ שימוש)\ ב.{0,40}?(?:עוגיות|cookies).{0,300}
            |.{0,60}?कुकीज़?\ (?:का\ )?(?:उपयोग|इस्तेमाल)\ कर.{0,200}|.{0,80}?쿠키를\ (?:사용|이용)(?:합니다|하고\ 있습니다).{0,200}
            |(?:acceptera|godkänn|godta|accepter|tillad|hyväksy|přijmout|souhlasím|kabul\ et|прийняти|погоджуюсь|αποδοχή|αποδέχομαι|موافق|قبول|स्वीकार\ करें|모두\ 동의|동의)(?:\ (?:alla|alle|kaikki|vše|všechny|всі|όλων|الكل|cookies|kakor|evästeet|og\ luk)){0,2}[.!]?
            )$""",
        matches=(
            "Vi använder cookies för att förbättra upplevelsen.",
            "Vi bruger cookies til statistik.",
            "Vi bruker informasjonskapsler på denne siden.",
            "Käytämme evästeitä sivustolla.",
            "Používáme cookies k měření návštěvnosti.",
            "Size daha iyi hizmet sunmak için çerezleri kullanıyoruz.",
            "Ми використовуємо файли cookie.",
            "Χρησιμοποιούμε cookies για την εμπειρία σας.",
            "نستخدم ملفات تعريف الارتباط لتحسين تجربتك",
            "אנו משתמשים בעוגיות",
            "이 사이트는 쿠키를 사용합니다.",
            "Acceptera alla cookies",
        ),
        rejects=(
            "Vi bakar cookies på söndagar",
            "Evästeitä on monenlaisia, kertoo tutkija.",
            "쿠키를 구워 이웃과 나누었다.",
            "Kabul etmek zordu",
        ),
    ),
    Rule(
        id="consent.partners",
        why="Asks to share data with partners.",
        category="consent",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=80,
        cues=("partners", "privacy", "vendors"),
        pattern=r"""(?:(?:we|[\w.&' ]{2,40}?\ and\ (?:its|our)\ partners)\ (?:value|values|respect|respects|care\ about|cares\ about)\ your\ (?:data\ and\ )?privacy(?:\ (?:and|choices)\b.{0,40})?
            |(?:with\ your\ (?:permission|consent|agreement),?\ )?(?:we|[\w.&']{2,30})\ (?:and|&)\ (?:our|its)\ (?:\(?[\d,.]{1,7}\)?\ )?(?:\w+\ ){0,2}?(?:partners|vendors)\ (?:may\ |can\ |would\ like\ to\ |use\ .{0,20}?to\ )?(?:use|store|process|access|collect|share|need|want|ask)\b.{0,420}
            |(?:some|certain)\ (?:of\ our\ )?(?:partners|vendors)\ (?:do\ not\ ask\ for\ your\ consent|rely\ on|process\ your)\b.{0,300}
            |(?:list\ of|view\ our|see\ our|our)\ (?:\d+\ )?(?:partners|vendors)(?:\ \(vendors\))?)[.!]?$""",
        matches=(
            "We value your privacy",
            "With your permission we and our partners may use precise geolocation data.",
            "We and our 842 partners store and access information on a device, such as cookies.",
            "List of Partners (vendors)",
        ),
        rejects=(
            "We value your privacy less than your money, the letter said in effect.",
            "We and our partners danced until the band went home.",
            "Our partners in the north build boats.",
        ),
    ),
    Rule(
        id="consent.embedded",
        why="Stands where content of another site is shown after consent.",
        category="consent",
        says=Says.BOILERPLATE,
        languages=("de",),
        max_words=60,
        phrases="""
            an dieser stelle (finden sie|findest du) [externe|einen externen] (inhalt|inhalte) (von|aus) …
            (zum anzeigen|zur anzeige) [dieses inhalts] (benötigen|brauchen) wir ihre (zustimmung|einwilligung)
        """,
        matches=(
            "An dieser Stelle finden Sie Inhalte von Drittanbietern.",
            "Zum Anzeigen benötigen wir Ihre Zustimmung.",
        ),
        rejects=(
            "An dieser Stelle finden Sie die alte Mühle wieder aufgebaut.",
            "Wir benötigen Ihre Zustimmung, sagte der Richter.",
        ),
    ),
)
