"""Lines that name the author."""

from __future__ import annotations

from app.core.model import Rule, Says, Scope
from app.core.rules._fragments import DATE, FULL_NAME, MONTH, NAME, TIME

_ROLE = r"""(?:(?:staff|senior|chief|deputy|associate|assistant|contributing|managing|news|political|science|health|business|sports?|technology|features?|guest|freelance|political|data|crime|city|culture|education|environment|foreign|investigative|digital|executive)\ ){0,3}
    (?:writers?|reporters?|editors?|correspondents?|contributors?|columnists?|journalists?|producers?|author|staff|intern|editor-in-chief|critic|fellow|bureau\ chief)"""
_NAMES = rf"{NAME}(?:(?:,\ |\ and\ |\ &\ |,\ and\ |\ und\ |\ et\ |\ y\ |\ e\ ){NAME}){{0,4}}"
_WHEN = rf"""(?:{DATE}|{TIME}|(?:last\ )?(?:published|updated|posted)(?:\ on|:)?|\d+\ min(?:ute)?s?\ read|{MONTH}\ \d{{1,2}}|\d{{1,2}}\ {MONTH})"""
_AFTER = rf"""(?:\ ?[,|/-]\ ?(?:{_WHEN}|{_ROLE}|(?:for\ )?{NAME}|@\w+)|\ (?:(?:on|at|in)\ )?(?:{_WHEN}|{_ROLE})|\ (?:for|in)\ {NAME}|\ @\w+){{0,4}}"""

RULES = (
    Rule(
        id="byline.by-name",
        why="Names the author.",
        category="byline",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=22,
        cues=("by",),
        pattern=rf"""(?!(?:translated|illustrated|edited|created|answered|asked|uploaded|compiled|contributed|authored)\ (?:and\ \w+\ )?by\ [^,|]{{1,60}}\.$)(?:(?:story|text|words|article|report|reporting|reviewed|written|posted|edited|compiled|review|analysis|medically\ reviewed|fact[\ -]checked|updated|photos?|photography|photographs|illustrations?|illustrated|video|submitted|uploaded|created|contributed|authored|recipe|guest\ post|interview|words\ and\ (?:photos|pictures)|added|translated|answered|asked|opinion|column|blog|last\ (?:edited|modified|updated)|originally\ posted)\ (?:and\ \w+\ )?by:?\ (?:the\ )?{_NAMES}
            |by:?\ (?:the\ )?(?:{FULL_NAME}(?:(?:,\ |\ and\ |\ &\ |,\ and\ ){NAME}){{0,4}}|(?:admin|staff|editor|editorial\ (?:team|staff)|reuters|afp|associated\ press|ap|dpa|bloomberg|press\ association|editors?|newsroom|web\ desk|news\ desk)(?!\w)))
            {_AFTER}\ ?[|,-]?$""",
        matches=(
            "By Anna Osei",
            "By Anna Osei, The Harbour Post Published",
            "Written by Jan de Vries",
            "By Tom Hill and Maria Okoye, Senior Reporters",
            "By Anna Osei | 3 May 2021",
            "By Anna Osei, 3 May",
            "Posted by Admin on March 3, 2020",
        ),
        rejects=(
            "By Monday the water had gone.",
            "By the time of the vote nobody cared",
            "By Winter we mean the month after the feast",
            "By itself it proves nothing",
            "Translated by John Hay.",
        ),
    ),
    Rule(
        id="byline.by-alone",
        why="Stands before the author's name.",
        category="byline",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=4,
        cues=("by", "author", "authors", "writer", "reporter", "contributor"),
        pattern=r"""(?:(?:written|posted|published|reviewed|medically\ reviewed|edited|updated|created|article|fact[\ -]checked)\ by|by|authors?|(?:staff\ )?writer|guest\ (?:author|contributor|writer)|(?:staff\ )?reporter|contributor)\ ?[:|]*$""",
        matches=("Written by", "By", "Author:", "Staff writer"),
        rejects=("By hand", "Author unknown", "Written by candlelight"),
    ),
    Rule(
        id="byline.name-role",
        why="Names the author and the author's post.",
        category="byline",
        says=Says.HINT,
        languages=("en",),
        max_words=14,
        cues=(
            "writer",
            "reporter",
            "editor",
            "correspondent",
            "contributor",
            "columnist",
            "author",
            "staff",
            "journalist",
            "producer",
            "critic",
            "chief",
        ),
        pattern=rf"""(?:{FULL_NAME}\ ?(?:,|\||-|/)\ ?(?:the\ )?(?:{NAME}\ )?{_ROLE}(?:\ (?:at|for|in|of)\ {NAME}|,\ {NAME})?
            |{_ROLE}\ (?:at|for)\ (?:the\ )?{NAME})(?:\ ?[|,-]\ ?(?:{DATE}|{NAME}|@\w+))?$""",
        matches=(
            "Anna Osei, Staff Writer",
            "Tom Hill | Science Editor",
            "Political correspondent at the Harbour Post",
        ),
        rejects=(
            "Anna Osei, a writer of maps, was born at sea.",
            "Editor: the one who cuts. Writer: the one who weeps.",
            "Jan de Vries, editor, died in June",
        ),
    ),
    Rule(
        id="byline.author-label",
        why="Names the author after a label.",
        category="byline",
        says=Says.HINT,
        languages=("en",),
        max_words=10,
        cues=("author", "authors", "editor", "writer", "reporter", "contributor", "contributors"),
        pattern=rf"""(?:authors?|editor|writer|reporter|contributors?)\ ?[:|]\ ?{_NAMES}(?:\ ?[|,]\ ?{DATE})?$""",
        matches=("Author: Jan de Vries", "Writer: Anna Osei"),
        rejects=("Author: the one who stays awake", "Editor: cut, then cut again."),
    ),
    Rule(
        id="byline.desk",
        why="Names who reported and edited.",
        category="byline",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=34,
        cues=("reporting", "editing", "additional", "contributed", "compiled", "staff"),
        pattern=rf"""[(]?(?:(?:additional\ )?reporting\ by\ {NAME}.{{0,160}}|(?:writing|editing|compiled|additional\ (?:writing|research))\ by\ {NAME}.{{0,120}}
            |(?:the\ )?{_NAMES}\ (?:also\ )?contributed\ (?:to\ this\ (?:report|story|article)|reporting).{{0,60}})$""",
        matches=(
            "Reporting by Anna Osei; Editing by Tom Hill",
            "Maria Okoye contributed to this report.",
            "(Additional reporting by Jan de Vries in Bruges)",
        ),
        rejects=(
            "Reporting by radio was faster than by telegraph",
            "Maria Okoye contributed to the fund every year.",
        ),
    ),
    Rule(
        id="byline.german",
        why="Nennt die Autorin oder den Autor.",
        category="byline",
        says=Says.BOILERPLATE,
        languages=("de",),
        max_words=16,
        cues=(
            "von",
            "autor",
            "autorin",
            "text",
            "redaktion",
            "verfasst",
            "geschrieben",
            "veröffentlicht",
            "beitrag",
            "foto",
        ),
        pattern=rf"""(?:(?:(?:ein\ )?(?:text|beitrag|artikel|kommentar|gastbeitrag|interview|bericht|essay|kolumne|reportage|analyse)\ )?(?:verfasst\ |geschrieben\ |veröffentlicht\ |gepostet\ |erstellt\ )?von:?\ (?:{FULL_NAME}(?:(?:,\ |\ und\ ){FULL_NAME}){{0,3}}|redaktion|admin|(?:der\ )?redaktion)
            |(?:autor(?:in|:in|\*in|en)?|text|redaktion|verfasser(?:in)?)\ ?[:|]\ ?{_NAMES})(?:\ ?[,|/-]\ ?(?:am\ )?(?:{DATE}|{TIME}|{NAME})|\ (?:am\ )?(?:{DATE}|{TIME})){{0,3}}$""",
        matches=(
            "Von Anna Sommerfeld",
            "Autor: Jens Petersen",
            "Ein Gastbeitrag von Maria Okoye",
            "Von Anna Sommerfeld, 3. Mai 2021",
        ),
        rejects=(
            "Von Hamburg aus fuhr er weiter",
            "Von Anna und ihren Brüdern fehlt jede Spur.",
            "Text: siehe oben im ersten Teil",
        ),
    ),
    Rule(
        id="byline.other-languages",
        why="Names the author, in another language.",
        category="byline",
        says=Says.BOILERPLATE,
        languages=("fr", "es", "it", "pt", "nl", "pl", "ru"),
        max_words=14,
        cues=(
            "par",
            "por",
            "di",
            "door",
            "autor",
            "autora",
            "auteur",
            "autore",
            "escrito",
            "publié",
            "publicado",
            "rédigé",
            "автор",
            "redactie",
            "redacción",
            "redação",
            "redazione",
            "pubblicato",
            "текст",
        ),
        pattern=rf"""(?:(?:(?:publié|rédigé|écrit|propos\ recueillis|escrito|publicado|texto|scritto|pubblicato|geschreven)\ )?(?:par|por|door)\ ?:?\ {FULL_NAME}(?:(?:,\ |\ et\ |\ y\ |\ e\ |\ en\ ){FULL_NAME}){{0,3}}
            |(?:a\ cura\ di|scritto\ da|pubblicato\ da|di)\ {FULL_NAME}
            |(?:par|por|door)\ (?:la\ |a\ |de\ )?(?:redacción|redação|rédaction|redactie)
            |(?:autor[ae]?s?|auteur|autore|автор|текст|redacción|redactie)\ ?[:|]\ ?{_NAMES})(?:\ ?[,|/-]\ ?(?:le\ |el\ |il\ |em\ |op\ )?(?:{DATE}|{TIME}|{NAME})|\ (?:le\ |el\ |il\ |em\ |op\ )?(?:{DATE}|{TIME})){{0,3}}$""",
        matches=(
            "Par Claire Dubois",
            "Por María Fernández",
            "Autor: Jan Kowalski",
            "Door Pieter Jansen",
            "Автор: Иван Петров",
            "Di Paolo Conti",
        ),
        rejects=("Par Toulouse passe le canal", "Por fin llegó la lluvia", "Di Roma si parla poco"),
    ),
    Rule(
        id="byline.container",
        why="Stands in the line on author and date.",
        category="byline",
        says=Says.BOILERPLATE,
        scope=Scope.CONTAINER,
        max_words=80,
        cues=(
            "meta",
            "byline",
            "info",
        ),
        pattern=r""".*\b(?:(?:post|entry|article|blog|story|single)\ (?:meta|byline|info)|byline\ (?:wrapper|container|block|author|date|inner))\b(?!.*\b(?:content|body)\b)""",
        matches=(
            "div post-meta",
            "p entry-meta",
            "div articleByline",
        ),
        rejects=(
            "div meta-analysis-results",
            "div info-box",
            "div post-info-content",
        ),
    ),
)
