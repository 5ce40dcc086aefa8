"""Invitations to newsletters and e-mail alerts, and their forms."""

from __future__ import annotations

from pagemarrow.core.model import Rule, Says, Scope
from pagemarrow.core.rules._fragments import FURTHER

_NOUN = r"""(?:news\ ?letters?|e-?mails?|e-?mail\ (?:updates?|alerts?|list)|inbox|mailing\ list|updates|alerts
    |digest|briefings?|round-?up|bulletin|notifications)"""

RULES = (
    Rule(
        id="newsletter.label",
        why="Heads a newsletter box.",
        category="newsletter",
        says=Says.BOILERPLATE,
        max_words=6,
        cues=("newsletter", "newsletters"),
        pattern=r"""(?:(?:our|the|my|free|daily|weekly|monthly|email|e-mail|latest|join|unser|notre|nuestra|jetzt
            |zum|zur|la|il|e-?mail)\ ){0,3}newsletters?(?:\ (?:signup|sign-?up|sign\ up|archive|anmeldung
            |abonnieren|bestellen|subscription|subscribe|updates))?[:.!]?$""",
        matches=("Newsletter", "Our weekly newsletter", "Newsletter sign-up", "Newsletter abonnieren"),
        rejects=("The newsletter reached 40 homes", "Newsletter writers earn little, a survey found"),
    ),
    Rule(
        id="newsletter.subscribe",
        why="Asks the reader to subscribe.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=9,
        cues=(
            "^please",
            "^click",
            "^tap",
            "^log",
            "^like",
            "^subscribe",
            "^unsubscribe",
            "^un",
            "^thanks",
            "^thank",
            "^you",
        ),
        pattern=r"""(?:(?:please|click\ here\ to|tap\ to|log\ in\ to|like\ (?:and|&))\ )?
            (?:subscribe(?:\ (?:now|today|here|below|free|us|for\ free|via\ (?:e-?mail|rss)|by\ e-?mail
            |(?:&|and)\ (?:save|follow|share)|with\ us|for\ (?:just\ )?[$£€]?\d+\S{0,8}))*
            |un-?subscribe(?:\ (?:at\ )?any\ ?time)?
            |(?:thanks|thank\ you)\ for\ subscribing
            |you(?:'re|\ are|\ have|'ve)\ (?:already\ |now\ |successfully\ )*subscribed)[.!:]*$""",
        matches=(
            "Subscribe now",
            "Subscribe today!",
            "Subscribe",
            "Thank you for subscribing!",
            "Unsubscribe any time.",
        ),
        rejects=(
            "Subscribe to that view and the rest follows",
            "Subscribed shares rose to four million last year",
            "Few subscribe today to his theory of tides",
        ),
    ),
    Rule(
        id="newsletter.subscribe-to",
        why="Asks the reader to subscribe to a publication or list.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=22,
        cues=("subscribe",),
        pattern=rf"""(?:(?:please|click\ here\ to|you\ can|make\ sure\ (?:to|you)|don't\ forget\ to|want\ more\?
            |be\ sure\ to|not\ a\ subscriber\?|enjoy(?:ed|ing)?\ (?:this|what)[\w ']{{0,30}}\?)\ )?
            subscribe\ (?:
            (?:here\ |now\ |below\ |today\ )?(?:to|for)\ (?:\S+\ ){{0,6}}?{_NOUN}\b
            |(?:to|for)\ (?:our|my)\ (?:\S+\ ){{0,4}}?(?:blog|channel|podcast|feed|magazine|list|rss|page|youtube)\b
            |(?:now\ |today\ |here\ )?to\ (?:receive|get|stay|keep|read|continue|unlock|be\ notified)\b
            |(?:here\ |now\ |today\ )?(?:for|and\ get)\ (?:more|free|full|unlimited|exclusive|instant|the\ latest|as\ little)\b
            |via\ (?:e-?mail|rss)\b
            |to\ the\ (?-i:[A-Z])\S*(?:\ (?-i:[A-Z])\S*){{0,4}}$
            |to\ (?-i:[A-Z])[^\s.,]*(?:\ (?-i:[A-Z&])[^\s.,]*){{0,4}}$)""",
        matches=(
            "Subscribe to our newsletter",
            "Subscribe to The Harbour Post",
            "Subscribe here for our weekly round-up of science stories.",
            "Don't forget to subscribe to our YouTube channel",
            "Subscribe to receive the latest posts by email",
        ),
        rejects=(
            "Subscribe to the topic before you publish, or the first message is lost.",
            "Subscribe to neither camp, she advised the young historians.",
            "Parents must subscribe to the scheme by June",
        ),
    ),
    Rule(
        id="newsletter.sign-up-for",
        why="Asks the reader to sign up for e-mails.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=30,
        cues=(
            "^please",
            "^click",
            "^you",
            "^want",
            "^don",
            "^sign",
            "^signing",
            "^register",
            "^join",
            "^get",
            "^receive",
        ),
        pattern=r"""(?:(?:please|click\ here\ to|you\ can\ (?:also\ )?|want\ more\?|don't\ miss\ out[.!:]?)\ )?
            (?:sign\ ?-?up|signing\ up|register|join|get|receive)\ (?:here\ |now\ |today\ |below\ |free\ |on\ to\ )?
            (?:for|to|our|my|the|a|your)\ (?:[^\s.!?]+\ ){0,8}?
            (?:news\ ?letters?|(?:in|to|into|from)\ your\ (?:inbox|e-?mail)|mailing\ list|e-?mail\ (?:updates?|alerts?|list)
            |(?:breaking\ )?news\ alerts|(?:daily|weekly|morning|evening|news)\ (?:[\w-]+\ )?(?:e-?mail|briefing|digest|bulletin|round-?up)s?)
            (?![^.!?]*\b(?:said|says|told|was|were)\b)""",
        matches=(
            "Sign up for our newsletter",
            "Sign up for Today's Top Reads in your inbox",
            "Join our mailing list",
            "Sign up for the Harbour Post's free newsletters",
            "Sign up here to receive a weekly email from our editors.",
            "Sign up for the Post's weekly business briefing.",
        ),
        rejects=(
            "Sign up for the marathon closed in March, weeks earlier than planned",
            "Get the dough into your tin before it dries.",
            "Join the newsletter team was the only offer, she said, and it was poorly paid",
        ),
    ),
    Rule(
        id="newsletter.into-your-inbox",
        why="Promises mail in the reader's inbox.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=45,
        cues=("inbox", "mailbox"),
        pattern=r"""(?:[^\s"]{1,30}\ ){0,45}?(?:
            (?:delivered|sent|straight|direct|directly|right|emailed)\ (?:[\w-]+\ ){0,3}?(?:to|in|into)\ your\ (?:e-?mail\ )?(?:inbox|mailbox)
            |(?:stories|news|posts|updates|articles|alerts|tips|insights|content|recipes|headlines|analysis|more|offers|deals|best)
            (?:\ \S+){0,4}?\ (?:in|to|into)\ your\ inbox
            |in\ your\ inbox(?:,)?\ (?:every|each|daily|weekly|once|twice|monthly|for\ free|on\ \w+days?))\b""",
        matches=(
            "From the morning briefing to the Sunday long read, have the best of the Post delivered directly to your inbox.",
            "Get Maria Okoye's stories in your inbox",
            "The week's science, straight to your inbox",
        ),
        rejects=(
            "If a message you expect is missing from your inbox, look into the spam folder first.",
            "An empty inbox is a myth, says the psychologist.",
        ),
    ),
    Rule(
        id="newsletter.get-the-latest",
        why="Advertises the site's own news.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=28,
        cues=(
            "latest",
            "miss",
            "date",
            "loop",
            "informed",
            "facts",
            "stories",
            "news",
            "updates",
            "headlines",
            "know",
            "^get",
            "first",
        ),
        pattern=r"""(?:(?:\S+\ ){1,4}your\ (?:\S+\ ){0,3}?\S+[.!]\ )?(?:
            (?:get|receive)\ (?:all\ )?(?:the|our)\ (?:[\w&-]+'s\ )?(?:very\ )?(?:latest|best|top|biggest|most\ important|hottest|freshest)
            (?:\ \S+){0,3}?\ (?:news|stories|updates|articles|posts|insights|headlines|content|tips|information|resources|offers|trends)\b
            |get\ the\ (?:facts|stories|news|truth|story|context)\ (?:behind|beyond|that\ matters?|you\ need)\b
            |(?:never|don't|do\ not)\ miss\ (?:out\ on\ )?(?:a|an|another|any|our|the\ latest)\ (?:\w+\ )?
            (?:story|stories|post|posts|update|updates|article|issue|episode|beat|thing|news)\b
            |stay\ (?:up\ to\ date|up-to-date|informed|connected|in\ the\ (?:loop|know)|updated|ahead)\b
            (?:(?:\ on|\ with|\ about)\ (?:\S+\ ){0,5}?(?:news|updates|latest|us|newsletters?|stories|posts)\b|[.!]?$)
            |be\ the\ first\ to\ (?:know|hear)\b
            |keep\ up\ with\ the\ latest\b)""",
        matches=(
            "Get the latest news and updates from our team",
            "Get the Post's top stories each morning.",
            "Never miss a story",
            "Stay up to date with our latest posts.",
            "Leave your bubble. Get the facts behind the headlines, and views from every side.",
            "Be the first to know when tickets go on sale",
        ),
        rejects=(
            "Get the latest version of the compiler before you start the build.",
            "Never miss a chance to look at the ceiling, our guide told us.",
            "Stay up to date on vaccinations if you keep animals, doctors advise.",
        ),
    ),
    Rule(
        id="newsletter.free-mailing",
        why="Describes a newsletter on offer.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=40,
        cues=(
            "email",
            "mail",
            "newsletter",
            "newsletters",
            "digest",
            "briefing",
            "bulletin",
            "roundup",
            "daily",
        ),
        pattern=r"""(?:(?:get|receive|try|read|join)\ )?
            (?:(?:a|our|your|my|the)\ (?:free\ (?:daily|weekly|monthly|twice-weekly|morning|evening)|(?:daily|weekly|monthly|twice-weekly|morning|evening)\ free|free)
            \ (?:\w+\ ){0,2}?(?:e-?mail|newsletter|digest|briefing|bulletin|round-?up)
            |(?:our|my)\ (?:daily|weekly|monthly|twice-weekly|morning|evening|e-?mail|news)\ (?:\w+\ )?(?:newsletter|digest|briefing|bulletin|e-?mail|round-?up))
            (?!\ (?:\w+\ )?(?:was|were|had|said|told|found)\b)(?:\ |[.!:,-]|$)""",
        matches=(
            "A free daily email with the biggest stories of the day and the best features from our writers",
            "Our weekly newsletter rounds up the best of the archive.",
            "Get our daily briefing",
        ),
        rejects=(
            "A daily email from the head teacher told parents what to pack",
            "The free newsletter was printed on a borrowed press until 1974.",
        ),
    ),
    Rule(
        id="newsletter.join-readers",
        why="Invites the reader to a list of subscribers.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=25,
        cues=("^join",),
        pattern=r"""join\ (?:(?:over|more\ than|the|our|nearly|almost)\ )?
            (?:(?:[\d.,]+\s?(?:k|m|\+)?\+?|thousands|millions|hundreds)\ (?:(?:of|other|our|happy|smart|fellow)\ )*(?:\w+\ ){0,2}?(?:subscribers|readers|people|members|others|marketers|professionals|followers)
            |(?:our\ )?(?:newsletter|mailing\ list|e-?mail\ list|community\ today))\b""",
        matches=(
            "Join 40,000+ subscribers",
            "Join thousands of readers who start the day with us",
            "Join the newsletter",
        ),
        rejects=(
            "Join the queue of people at the north gate instead",
            "Join the two boards with glue and leave them overnight.",
        ),
    ),
    Rule(
        id="newsletter.form-field",
        why="Label of a sign-up form.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=12,
        cues=("email", "mail", "required", "name", "hidden", "hiddena", "validation", "validationa"),
        pattern=r"""(?:(?:please\ )?(?:enter|type|add|provide)\ (?:in\ )?your\ (?:\w+\ )?e-?mail(?:\ address)?(?:\ (?:here|below|to\ \w+.{0,40}))?
            |your\ e-?mail(?:\ address)?(?:\ \(?required\)?)?
            |e-?mail(?:\ address)?\ ?(?:\*|\(required\)|\(will\ not\ be\ published\).{0,15})
            |e-?mail\ address
            |(?:first|last|full|your)\ name\ ?(?:\*|\(required\)|\(optional\))?
            |this\ field\ is\ (?:required|hidden.{0,40}|for\ validation.{0,60})
            |(?:\*\ )?(?:indicates\ required|required\ fields?(?:\ are\ marked)?|denotes\ required\ fields?)
            |"?\*?"?\ ?indicates\ required(?:\ fields?)?)\ ?[*:.!]?$""",
        matches=(
            "Enter your email address",
            "Email address *",
            "First name (required)",
            "This field is required.",
            "* indicates required",
        ),
        rejects=(
            "Email address books were copied to the server by mistake",
            "First name terms came later, he recalled",
        ),
    ),
    Rule(
        id="newsletter.form-answer",
        why="What a sign-up form answers.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=55,
        cues=(
            "submission",
            "submitting",
            "oops",
            "signing",
            "spam",
            "confirm",
            "confirmation",
            "unsubscribe",
            "subscription",
            "privacy",
            "subscribing",
            "^thank",
            "respect",
            "opt",
            "^email",
            "email",
            "mail",
            "^information",
        ),
        pattern=r"""(?:(?:thank\ you|thanks)[!.,]?\ (?:your\ submission\ has\ been\ received|for\ (?:signing\ up|your\ subscription|joining).{0,60})
            |oops[!.]?\ (?:looks\ like\ )?(?:something|there)\b.{0,80}
            |(?:we\ (?:hate|don't\ (?:send|do)|never\ (?:send\ )?)|no)\ spam\b.{0,60}
            |we\ respect\ your\ (?:privacy|inbox)\b.{0,80}
            |you\ (?:can|may)\ (?:unsubscribe|opt\ out)\b.{0,90}
            |unsubscribe\ (?:at\ any\ time|whenever|in\ one\ click)\b.{0,40}
            |(?:please\ )?check\ your\ (?:inbox|e-?mail)\b.{0,30}\b(?:confirm|subscription|confirmation)\b.{0,60}
            |by\ (?:signing\ up|subscribing|clicking|submitting|entering|providing|registering|joining|checking|continuing|creating)\b.{0,120}?\b(?:you|i)\ (?:agree|consent|confirm|acknowledge|accept|understand|opt|are\ agreeing)\b.{0,500}
            |(?:your\ )?(?:e-?mail|information|privacy)\ (?:address\ )?(?:is\ safe|will\ (?:never|not)\ be\ shared)\b.{0,40})[.!]*$""",
        matches=(
            "Thank you! Your submission has been received!",
            "Oops! Something went wrong while submitting the form.",
            "By signing up, you agree to our terms and privacy policy.",
            "No spam. Unsubscribe at any time.",
            "By signing up, you agree to receive recurring messages from The Post at the number you give. Reply STOP to opt out.",
        ),
        rejects=(
            "By signing up so late, the runners lost their places in the first wave.",
            "No spammer was ever convicted under the act, which lapsed in 2011.",
            "Oops, she thought, and put the vase back.",
        ),
    ),
    Rule(
        id="newsletter.german",
        why="Advertises a newsletter, in German.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("de",),
        max_words=30,
        cues=("newsletter", "newsletters", "abonnieren", "abonniere", "posteingang", "postfach", "^jetzt"),
        pattern=r"""(?:(?:jetzt|hier|kostenlos|gratis|einfach|unseren?|den|zum|zu|für|melden|meld|abonnieren|abonniere|abonniert|bestellen|bestelle|erhalten|erhalte|immer|sie|dich|sich|du|keine|nichts|verpasse|verpassen|täglich|wöchentlich|der|das|ihr|dein)\ )
            (?:\S+\ ){0,10}?(?:newsletters?|abonnieren|abonniere|posteingang|postfach)\b(?!\ (?:war|wurde|hatte|sagte)\b)
            |newsletter\ ?[:|]\ .{2,60}[^.?!]$
            |(?:[^.!?]{3,90}[.!?]\ )?(?:jetzt|hier|gleich)\ (?:\S+\ ){0,3}?(?:abonnieren|bestellen|anmelden)[.!]*$
            |jede[ns]?\ \S+\ (?:\S+\ )?(?:unser|der|den|im|per|als)\ (?:\S+\ ){0,3}?newsletter\b(?!\ (?:war|wurde|hatte|sagte)\b)
            |abonnieren(?:\ sie\ .{0,80})?[.!]?$""",
        matches=(
            "Newsletter: Der Stadtbrief",
            "Jeden Morgen das Wichtigste vom Hafen. Jetzt kostenlos abonnieren.",
            "Jeden Freitag unser Newsletter mit den besten Texten",
            "Jetzt unseren Newsletter abonnieren",
            "Melden Sie sich hier für den kostenlosen Newsletter an",
            "Abonnieren",
        ),
        rejects=(
            "Newsletter: so heißt das Heft, sagte er.",
            "Zeitungen abonnieren immer weniger Haushalte im Land.",
            "Im Newsletter der Schule stand davon kein Wort.",
        ),
    ),
    Rule(
        id="newsletter.french",
        why="Fait la promotion d'une lettre d'information.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("fr",),
        max_words=30,
        cues=(
            "newsletter",
            "newsletters",
            "lettre",
            "abonnez",
            "inscrivez",
            "inscription",
            "abonner",
            "mail",
            "^recevez",
            "^retrouvez",
        ),
        pattern=r"""(?:(?:recevez|retrouvez)\ (?:chaque|tous\ les|toutes\ les)\ (?:\S+\ ){1,3}(?:l'essentiel|l'actualité|le\ meilleur|nos|notre|les\ (?:infos|actualités|dernières)|toute\ l'actu\S*)\b.{0,80}
            |s'abonner(?:\ à\ (?:la|notre)\ (?:newsletter|lettre).{0,40})?[.!]?$
            |(?:pour\ \S+.{0,60}?,?\ )?(?:abonnez|inscrivez)-vous\b.{0,60}?\b(?:newsletters?|lettre|gratuitement|alertes?|maintenant|e-?mail)\b
            |(?:abonnez|inscrivez)-vous[.!]?$
            |inscription\ (?:à\ (?:la|notre)\ )?(?:newsletter|lettre)
            |(?:recevez|recevoir)\b.{0,80}?\b(?:newsletters?|lettre\ d'information|boîte\ mail|par\ e-?mail)\b)""",
        matches=(
            "Abonnez-vous à notre newsletter",
            "S'abonner",
            "Recevez chaque matin la newsletter de la rédaction",
            "Recevez chaque semaine le meilleur de nos reportages",
        ),
        rejects=(
            "La lettre est restée fermée dans le tiroir.",
            "S'abonner à un journal coûtait alors dix francs par mois.",
        ),
    ),
    Rule(
        id="newsletter.spanish",
        why="Anuncia un boletín por correo.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("es",),
        max_words=30,
        cues=(
            "suscríbete",
            "suscríbase",
            "suscribete",
            "suscribirse",
            "boletín",
            "newsletter",
            "suscribirme",
            "apúntate",
            "recibe",
        ),
        pattern=r"""(?:(?:suscríbete|suscribete|suscríbase|suscribirse|suscribirme|apúntate)(?:[.!]?$|\ (?:para\ (?:seguir|continuar|leer|acceder|recibir)|gratis|aquí|ahora|ya|a\ (?:nuestr[oa]s?|la|el|los|nuestro)|y\ recib\w+)\b)
            |recib[ae]\b.{0,80}?\b(?:boletín|newsletter|en\ tu\ (?:correo|e-?mail|bandeja))\b
            |(?:nuestro\ )?boletín(?:\ (?:diario|semanal|de\ noticias|informativo))?[.!:]?$)""",
        matches=(
            "Suscríbete para seguir leyendo",
            "Suscríbete",
            "Suscríbete a nuestro boletín",
            "Recibe cada mañana las noticias en tu correo",
        ),
        rejects=(
            "El boletín oficial publicó la norma el martes.",
            "Recibe el premio con una sonrisa tímida y pocas palabras.",
        ),
    ),
    Rule(
        id="newsletter.other-languages",
        why="Asks the reader to subscribe, in another language.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("it", "pt", "nl", "pl", "ru"),
        max_words=14,
        cues=(
            "receba",
            "^clique",
            "^siga",
            "abonneren",
            "iscriviti",
            "abbonati",
            "assine",
            "inscreva",
            "cadastre",
            "newsletter",
            "nieuwsbrief",
            "newslettera",
            "prenumerata",
            "подпишитесь",
            "подписаться",
            "рассылку",
            "подписка",
        ),
        pattern=r"""(?:(?:iscriviti|abbonati)(?:[.!]?$|\ (?:alla|a|ora|subito|gratis|per)\b.{0,80})
            |(?:assine|inscreva-se|cadastre-se)(?:[.!]?$|\ (?:a|agora|já|na|em|no|para|e\ receba|nossa)\b.{0,80})
            |(?:schrijf\ (?:je|u)\ in|meld\ (?:je|u)\ aan|ontvang|abonneer\ (?:je|u))\b.{0,60}?\bnieuwsbrief\b.{0,20}
            |receba\ .{1,60}?\b(?:no|em|pelo)\ (?:seu\ (?:e-?mail|whatsapp|celular)|whatsapp|telegram)\b.{0,30}
            |clique\ aqui\ (?:para|e)\ (?:entrar|participar|se\ inscrever|receber|faz(?:er)?\ parte)\b.{0,60}
            |siga\ o\ canal\ .{2,60}?\bno\ (?:whatsapp|telegram)\b.{0,30}
            |nieuwsbrief[.!]?$
            |abonneren[.!]?$
            |(?:zapisz\ się|subskrybuj)\b.{0,40}?\bnewslettera?\b.{0,20}
            |prenumerata$
            |(?:подпишитесь|подписаться|подписка)(?:[.!]?$|\ на\ .{0,80}))$""",
        matches=(
            "Receba as notícias no seu e-mail",
            "Receba as notícias do porto no WhatsApp",
            "Clique aqui para entrar no grupo",
            "Siga o canal do porto no WhatsApp",
            "Abonneren",
            "Iscriviti alla newsletter",
            "Assine nossa newsletter",
            "Schrijf je in voor onze nieuwsbrief",
            "Zapisz się do newslettera",
            "Подпишитесь на нашу рассылку",
        ),
        rejects=(
            "Receba o troco em moedas, pediu o cobrador.",
            "Clique aqui é o que diz o botão.",
            "Abonneren op de krant doet bijna niemand meer.",
            "Assine o contrato na última página, disse o advogado.",
            "Подписка о невыезде действует до весны, сообщил суд.",
            "La newsletter del museo non ne parla.",
        ),
    ),
    Rule(
        id="newsletter.chinese-japanese",
        why="Asks the reader to subscribe, in Chinese or Japanese.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("zh", "ja"),
        max_words=12,
        cues=("订阅", "訂閱", "メルマガ", "ニュースレター"),
        pattern=r"""(?:(?:立即|点击|免费|欢迎|立即免費)?(?:订阅|訂閱)(?:我们|本站|電子報|电子报|新闻|通讯|newsletter|我們的電子報){0,2}
            |(?:無料)?(?:メルマガ|ニュースレター)(?:登録|購読|に登録|を購読)?(?:する|はこちら)?)[。!！]?$""",
        matches=("立即订阅", "订阅我们", "メルマガ登録", "ニュースレターを購読する"),
        rejects=("订阅人数去年下降了三成。", "メルマガの歴史は二十年前にさかのぼる。"),
    ),
    Rule(
        id="newsletter.container",
        why="Stands in a newsletter box.",
        category="newsletter",
        says=Says.BOILERPLATE,
        scope=Scope.CONTAINER,
        max_words=150,
        cues=("newsletter", "newsletters", "signup", "optin", "subscribe", "mailchimp", "mailing", "opt"),
        pattern=r"""(?!\S+\ .*\b(?:article|entry|post)\ (?:content|body)\b).*\b(?:newsletters?|signup|opt\ ?in|mailchimp|mailing\ list|subscribe\ (?:form|box|widget|block|section|banner|cta|bar|module|wrapper|container))\b""",
        matches=(
            "div newsletter-signup",
            "section subscribeForm",
            "aside c-newsletter",
        ),
        rejects=(
            "div entry-content newsletter-article-content article-body",
            "div subscribers-gallery",
            "button subscribe",
        ),
    ),
    Rule(
        id="newsletter.further-languages",
        why="Asks the reader to subscribe, in one of the languages without a rule of their own.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=FURTHER,
        max_words=18,
        cues=(
            "prenumerera",
            "nyhetsbrev",
            "nyhetsbrevet",
            "nyhedsbrev",
            "nyhedsbreve",
            "nyhedsbrevet",
            "^abonner",
            "^abonnér",
            "uutiskirje",
            "uutiskirjeemme",
            "uutiskirjeen",
            "tilaa",
            "odběru",
            "^odebírejte",
            "^odebírat",
            "newsletteru",
            "bülten",
            "bültenimize",
            "abone",
            "підпишіться",
            "підписатися",
            "^підписка",
            "розсилка",
            "newsletter",
            "δελτίο",
            "النشرة",
            "نشرتنا",
            "^اشترك",
            "خبرنامه",
            "ניוזלטר",
            "לניוזלטר",
            "דיוור",
            "न्यूज़लेटर",
            "न्यूजलेटर",
            "सब्सक्राइब",
            "구독",
            "^anmäl",
            "^få",
            "^tilmeld",
            "^uutiskirjeet",
            "^ebülten",
            "^εγγραφείτε",
            "^عضویت",
            "^להרשמה",
            "뉴스레터",
        ),
        pattern=r"""(?:(?:prenumerera|anmäl\ dig)(?:\ (?:på|till)\ (?:\S+\ ){0,4}?nyhetsbrev(?:et)?.{0,40}|\ (?:här|nu|gratis))?|(?:vårt\ |vårt\ dagliga\ )?nyhetsbrev(?:et)?|få\ (?:\S+\ ){0,4}?nyhetsbrev.{0,40}
            |(?:ja\ tak,\ )?(?:tilmeld|skriv|meld)\ (?:dig|deg)\ (?:\S+\ ){0,4}?ny(?:hed|het)sbrev(?:et)?.{0,40}|tilmeld\ nyhedsbrev(?:et)?|(?:få|modtag|motta)\ (?:\S+\ ){0,4}?ny(?:hed|het)sbrev.{0,40}|nyhedsbrev(?:e|et)?|abonn[eé]r(?:\ (?:på|nu|her).{0,50})?
            |tilaa\ (?:\S+\ ){0,3}?uutiskirje(?:emme)?.{0,40}|uutiskirje(?:et)?|tilaa(?:\ nyt|\ lehti)?
            |(?:přihlaste\ se\ k\ odběru|přihlásit\ se\ k\ odběru|odebírejte|odebírat)\b.{0,60}
            |(?:e-?)?bülten(?:\ (?:aboneliği|kaydı|üyeliği))?|(?:\S+\ ){0,4}?(?:e-?)?bültenimize\ (?:abone|kayıt)\ ol(?:un)?.{0,30}|(?:hemen\ |ücretsiz\ )?abone\ ol(?:un)?
            |(?:підпишіться|підписатися|підписка)(?:\ на\ .{1,80})?|(?:наша\ )?розсилка
            |(?:εγγραφείτε|εγγραφή|γραφτείτε)\ (?:στο|στα)\ (?:\S+\ )?(?:newsletter|ενημερωτικ).{0,50}|ενημερωτικό\ δελτίο|newsletter
            |(?:اشترك|اشتركوا|سجل|للاشتراك|الاشتراك)\ (?:الآن\ )?(?:في|ب)\ ?(?:نشرتنا|النشرة|القائمة)(?:\ .{1,50})?|(?:النشرة|نشرتنا)\ (?:البريدية|الإخبارية|الإلكترونية|البريدية\ اليومية)|اشترك(?:\ الآن)?
            |(?:عضویت|ثبت\ ?نام|اشتراک)\ در\ خبرنامه.{0,40}|خبرنامه
            |(?:להרשמה|הירשמו|הרשמה|הצטרפו|הרשמו|הצטרפות)\ (?:\S+\ ){0,3}?ל?(?:ניוזלטר|דיוור).{0,30}|ניוזלטר
            |(?:हमारे\ |हमारा\ )?न्यूज़?लेटर(?:\ (?:की|के|को|सब्सक्राइब|पाएं).{1,40})?|सब्सक्राइब(?:\ करें)?
            |(?:뉴스레터|소식지|이메일)\ ?(?:무료\ ?)?(?:구독|신청)(?:하기)?.{0,15}|(?:무료\ ?|정기\ ?)?구독(?:하기|\ ?신청|\ ?안내)?|네이버에서\ .{1,20}구독.{0,10}|.{1,20}채널\ ?구독(?:하기)?
            )\ ?[.!:]*$""",
        matches=(
            "Prenumerera på vårt nyhetsbrev",
            "Tilmeld dig vores nyhedsbrev",
            "Meld deg på nyhetsbrevet",
            "Tilaa uutiskirje",
            "Přihlaste se k odběru newsletteru",
            "E-bültenimize abone olun",
            "Підпишіться на нашу розсилку",
            "Εγγραφείτε στο newsletter μας",
            "اشترك في النشرة البريدية",
            "عضویت در خبرنامه",
            "להרשמה לניוזלטר",
            "न्यूज़लेटर सब्सक्राइब करें",
            "뉴스레터 구독하기",
        ),
        rejects=(
            "Nyhetsbrev från kriget skrevs för hand.",
            "Abonnenter kom af sig selv det år",
            "Підписка про невиїзд діє до весни, повідомив суд.",
            "구독 경제가 빠르게 커지고 있다.",
            "اشترك في الحرب جنود كثيرون.",
        ),
    ),
    Rule(
        id="newsletter.mail-frame",
        why="What mailing services put around a newsletter.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=40,
        cues=(
            "^view",
            "^read",
            "^having",
            "^trouble",
            "^can",
            "^you",
            "^this",
            "^our",
            "^unsubscribe",
            "^update",
            "^manage",
            "^change",
            "^forward",
            "^was",
            "^want",
            "^no",
        ),
        pattern=r"""(?:(?:view|read)\ (?:this\ |the\ )?(?:e-?mail|newsletter|message|it)\ (?:in|on)\ (?:your|a|the)\ (?:web\ ?)?browser\b.{0,80}
            |(?:having\ )?trouble\ (?:viewing|reading)\ this\ (?:e-?mail|newsletter|message)\b.{0,120}|can't\ (?:see|read|view)\ this\ (?:e-?mail|newsletter)\b.{0,80}
            |you(?:'re|\ are)?\ (?:receiv(?:ing|ed)|getting|got)\ this\ (?:e-?mail|newsletter|message)\ (?:because|as|since|from)\b.{0,200}
            |this\ (?:e-?mail|newsletter|message)\ (?:was|is|has\ been)\ (?:sent|being\ sent)\ (?:to|by|from)\b.{0,200}
            |our\ (?:mailing|postal)\ address\ is:?
            |unsubscribe\ (?:from\ (?:this|our|these|all)\b.{0,60}|here\b.{0,20}|instantly\b.{0,40})
            |(?:update|manage|change)\ (?:your\ )?(?:(?:e-?mail|subscription|subscriber|mailing|newsletter|notification)\ )+(?:preferences|settings|options)\b.{0,80}
            |forward\ (?:this\ (?:e-?mail\ |newsletter\ )?)?to\ a\ (?:friend|colleague)(?:\ ?[|(].{0,80})?
            |was\ this\ (?:e-?mail|newsletter)\ forwarded\ to\ you\b.{0,80}
            |(?:want\ to\ change\ how\ you\ receive|no\ longer\ want\ to\ receive|no\ longer\ wish\ to\ receive)\ (?:these|this|our)\b.{0,100})[.!?:]*$""",
        matches=(
            "View this email in your browser",
            "You are receiving this email because you opted in on our website.",
            "Our mailing address is:",
            "Unsubscribe from this list",
            "Update subscription preferences",
            "Having trouble viewing this email? Read it online.",
            "Forward to a friend | Follow us",
            "Want to change how you receive these emails?",
        ),
        rejects=(
            "You received this email, the inspector read aloud, and you did nothing.",
            "View this email as evidence, the lawyer said.",
            "This message was sent in a bottle, and nobody knows when.",
            "Our mailing address is the same as my grandfather's was.",
            "Forward to a friend in the infantry he wrote nothing else.",
        ),
    ),
    Rule(
        id="newsletter.by-mail-other-languages",
        why="Promises mail in the reader's inbox, in another language.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "ar"),
        max_words=26,
        cues=(
            "postfach",
            "posteingang",
            "boîte",
            "correo",
            "bandeja",
            "casella",
            "mail",
            "email",
            "whatsapp",
            "inbox",
            "mailbox",
            "skrzynkę",
            "mailem",
            "почту",
            "بريدك",
            "emailpostfach",
            "mailpostfach",
            "nella",
        ),
        pattern=r"""(?:[^\s"]{1,30}\ ){1,20}?(?:(?:direkt\ |täglich\ |kostenlos\ )?(?:in|per\ mail\ in)\ (?:ihr|dein|ihrem|deinem)\ (?:e-?mail-?)?(?:postfach|posteingang)
            |dans\ (?:votre|ta)\ bo[îi]te\ (?:mail|e-?mail|aux\ lettres\ électronique|de\ réception)
            |en\ (?:tu|su)\ (?:correo(?:\ electrónico)?|e-?mail|bandeja\ de\ entrada)
            |nella\ tua\ (?:casella(?:\ di\ posta)?|posta|e-?mail|inbox|mail)
            |(?:no|em|para|pelo)\ (?:o\ )?seu\ (?:e-?mail|whatsapp)
            |in\ (?:je|uw|jouw)\ (?:mailbox|inbox|mail)
            |(?:na|w)\ (?:twoj(?:ą|ej)|swoj(?:ą|ej))\ (?:skrzynk[ęi])(?:\ (?:mailową|e-?mail))?
            |на\ (?:вашу|твою|свою)\ (?:электронную\ )?почту
            |(?:في|إلى|على)\ بريدك(?:\ ال[إا]لكتروني)?)(?:,?\ (?:jeden|täglich|chaque|tous|cada|todos|ogni|tutti|elke|iedere|codziennie|co|каждое|каждый|كل)\ .{2,40})?[.!]?$""",
        matches=(
            "Die besten Texte der Woche direkt in Ihr Postfach",
            "L'essentiel du port dans votre boîte mail, chaque matin",
            "Las noticias del puerto en tu correo",
            "Le notizie del giorno nella tua casella di posta",
            "As notícias do porto no seu e-mail",
            "Het nieuws van de haven in je mailbox.",
            "Лучшие материалы на вашу почту",
            "أهم الأخبار في بريدك كل صباح",
        ),
        rejects=(
            "Der Brief lag drei Tage in Ihrem Postfach, sagte der Beamte.",
            "Il a trouvé la clé dans votre boîte mail et n'a rien dit.",
            "La carta estaba en tu correo desde el lunes.",
            "Ha trovato il gatto nella tua casella postale e lo ha tenuto.",
        ),
    ),
    Rule(
        id="newsletter.form-field-other-languages",
        why="Label of a sign-up form, in another language.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "da", "no"),
        max_words=6,
        cues=(
            "mail",
            "email",
            "adresse",
            "emailadres",
            "postadress",
            "postadresse",
            "mailadresse",
            "mailadres",
            "correo",
            "inscrire",
            "apúntate",
            "электронной",
            "адрес",
            "^emailadresse",
            "^ihr",
            "^ihre",
            "^dein",
            "^deine",
            "^je",
            "^epostadress",
            "^ange",
            "^skriv",
            "^din",
            "^epostadresse",
        ),
        pattern=r"""(?:(?:ihre?|deine?)?\ ?e-?mail-?adresse(?:\ (?:eingeben|eintragen))?|(?:votre\ )?(?:adresse\ )?e-?mail|(?:votre\ )?adresse\ (?:e-?mail|électronique)|s'inscrire|je\ m'inscris
            |(?:tu\ |su\ )?(?:correo\ electrónico|e-?mail)|(?:il\ tuo\ |la\ tua\ )?(?:indirizzo\ )?e-?mail|(?:o\ )?(?:seu\ )?(?:melhor\ )?e-?mail
            |(?:je\ |uw\ |jouw\ )?e-?mail-?adres|(?:twój\ )?(?:adres\ )?e-?mail|(?:ваш\ )?(?:e-?mail|адрес\ электронной\ почты)
            |(?:(?:ange|skriv)\ )?(?:din\ )?(?:e-?postadress|e-?postadresse|e-?mail-?adresse))\ ?[*:]*$""",
        matches=(
            "E-Mail-Adresse",
            "Votre adresse e-mail",
            "Tu correo electrónico",
            "E-mailadres",
            "Din e-postadress",
            "S'inscrire",
            "Ваш e-mail",
        ),
        rejects=("Adresse inconnue", "S'inscrire coûtait dix francs", "E-mail von gestern"),
    ),
    Rule(
        id="newsletter.reader-supported",
        why="Says that readers pay for the letter and asks to become one.",
        category="newsletter",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=45,
        phrases="""
            {TEXT:2-60} is a reader-supported publication
            {TEXT:2-60} is a reader-supported publication. …
            this (post|letter|newsletter) is public so feel free to share it
            thanks for reading {TEXT:2-60}! subscribe for free to receive new posts …
        """,
        matches=(
            "The Tidewater Letter is a reader-supported publication. To receive new posts, become a subscriber.",
            "This post is public so feel free to share it.",
        ),
        rejects=(
            "Hers is a reader-supported publication that the town has read for forty years, he wrote.",
            "This post is public, the mayor said, so sit down.",
        ),
    ),
)
