"""Lines inside an article that lead to another one."""

from __future__ import annotations

from pagemarrow.core.model import Rule, Says
from pagemarrow.core.rules._fragments import FURTHER

RULES = (
    Rule(
        id="read_more.labelled",
        why="Points to another article.",
        category="read_more",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=40,
        cues=(
            "^read",
            "^also",
            "^must",
            "^more",
            "^related",
            "^see",
            "^next",
            "^previous",
            "^recommended",
            "^you",
            "^editor",
            "^editors",
            "^don",
            "^in",
            "^icymi",
            "^further",
            "^suggested",
            "^trending",
            "^up",
            "^similar",
        ),
        pattern=r"""[\[(]?\ ?(?:
            read(?:\ (?:more|also|next|also\ read|full\ story|on|the\ full\ (?:story|article)|this|now|related))?
            |(?:more|other|latest)\ news|also\ (?:read|see|on|check|watch)|must[\ -]read|more\ (?:to\ read|here|on\ this|on\ this\ story|stories|from\ us)
            |related(?:\ (?:article|story|post|read|reading|content|stories|articles|posts|coverage|news|topic|video|links?))?
            |see\ (?:also|more)|see\ related|see\ also
            |(?:next|previous)\ (?:article|post|story|in\ \w+)
            |recommended(?:\ (?:read|reading|story|article|for\ you|stories|articles|video))?
            |you\ (?:may|might)\ (?:also\ )?(?:like|enjoy)|editor'?s'?\ (?:pick|choice)s?
            |don't\ miss|up\ next|similar|in\ case\ you\ missed\ it|icymi|further\ reading|suggested\ read(?:ing)?|trending(?:\ now)?)
            \ ?[:|>]+\ ?(?=["'(]?\w)""",
        matches=(
            "Read more: Fishing fleet returns early after second storm warning",
            "RELATED: Why the old bridge was never rebuilt",
            "See also: How to store apples over winter",
            "MORE NEWS: Bridge to be painted green",
            "Also read | Court rejects appeal of ferry owner",
            "Recommended reading: Ten maps that changed a city",
            "[Read more: The last ferry of the year]",
        ),
        rejects=(
            "Read more books, the teacher said: it is the cheapest way to travel.",
            "More news was to come: the mill had burnt down.",
            "Related to this is a second question: who paid?",
            "Similar claims were made in court: none was proved.",
            "More than that: it was the first time anyone had asked.",
        ),
    ),
    Rule(
        id="read_more.bare",
        why="Link to the rest or to another article.",
        category="read_more",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=7,
        cues=(
            "^click",
            "^tap",
            "^keep",
            "^read",
            "^learn",
            "^see",
            "^view",
            "^show",
            "^load",
            "^find",
            "^discover",
            "^explore",
            "^continue",
            "^story",
            "^article",
            "^more",
        ),
        pattern=r"""[\[(]?(?:click\ (?:here\ )?to\ |tap\ to\ |keep\ )?(?:
            (?:read|learn|see|view|show|load|find\ out|discover|explore)\ more(?:\ (?:here|now|stories|articles|news|posts|content|below|about\ us|reviews|comments))?
            |(?:continue|keep)\ reading(?:\ (?:below|the\ main\ story|for\ free|article|this\ (?:article|story)|more))?
            |read(?:\ (?:the|this))?\ (?:full|entire|complete|original|whole|rest\ of\ the)\ (?:article|story|post|report|interview|review|text|bio|transcript|announcement|press\ release)(?:\ (?:here|now|online|below))?
            |read\ (?:now|next|later|article|story|post|it\ here|all|less|this\ next|full\ article|on|in\ app|more\ \+)
            |(?:story|article)\ continues(?:\ (?:below|after))?(?:\ (?:this\ )?(?:ad|advert|advertisement|the\ ad))?
            |read\ more\ \(\d+\)|view\ (?:all|the)?\ ?(?:post|posts|article|articles|stories|story)|view\ (?:full\ )?(?:post|article|story|bio|profile)
            |(?:learn|read|see|show|view)\ (?:more|less)
            |find\ out\ more(?:\ here)?|more\ (?:info|information|details|here|stories|articles|news|posts))\ ?[.!:\])]*$""",
        matches=(
            "Read more",
            "Continue reading",
            "Read the full story here",
            "Learn more",
            "Article continues below",
            "View all posts",
        ),
        rejects=(
            "Read more books, the teacher said",
            "Learn more about yourself in one long walk than in ten years at a desk",
            "Story continues to divide the two families",
            "More information was released on Sunday",
        ),
    ),
    Rule(
        id="read_more.full",
        why="Link to the whole of a piece that the text speaks of.",
        category="read_more",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=18,
        cues=("^read", "^see", "^watch", "^click", "^tap"),
        pattern=r"""(?:
            (?:read|see|watch)\ (?:the|our|my|his|her|their)\ (?:full|complete|in-depth|original)\ (?:
                (?-i:[A-Z0-9]).{2,70}\ (?:review|story|article|report|interview|guide|analysis|feature|post|column|recap|test|profile|episode)
                |(?:review|story|article|report|interview|guide|analysis|feature|post|column|recap|profile)\ (?:of|on|by|in|at|with)\ .{2,60})
            |(?:click|tap)\ here\ (?:to|for)\ (?:read|view|see|watch|listen|download|subscribe|sign\ up|join|more|all|further)\b.{0,70}
            )(?<![.!?:,;])$""",
        matches=(
            "Read our full Brackwater B2 kettle review",
            "See the complete Tern Island ferry guide",
            "Read the full interview with the harbour master",
            "Click here to read the Saturday edition",
            "Click here for more pictures of the launch",
        ),
        rejects=(
            "Read our full terms before you write a review",
            "See the full moon rise behind the lighthouse, as in every report",
            "Click here to see the valve, then close it.",
            "Click the lamp to read the meter",
        ),
    ),
    Rule(
        id="read_more.about",
        why="Link to more on a topic.",
        category="read_more",
        says=Says.HINT,
        languages=("en",),
        max_words=16,
        cues=(
            "^to",
            "^read",
            "^learn",
            "^see",
            "^find",
            "^discover",
            "^view",
            "^explore",
            "^for",
            "^more",
            "^click",
            "^tap",
            "^check",
        ),
        pattern=r"""(?:
            (?:(?:to\ )?(?:read|learn|see|find\ out|discover|view|explore)\ (?:even\ )?more\ (?:about|on|from|of|in|at|at\ the|stories|articles|news|posts|coverage|like\ this)\b|for\ more\ (?:information|details|info|news|stories|on)\b).{0,100}
            |more\ (?:from|by|in|on|about)\ (?:the\ |this\ )?(?-i:[A-Z0-9]).{0,60}
            |(?:click|tap)\ here\ (?:to|for)\b.{0,80}
            |read\ (?:the|our|his|her|their|my)\ full\b.{0,60}
            |check\ out\ (?:our|my)\b.{0,80})(?<![.!?:])$""",
        matches=(
            "Read more about the harbour",
            "More from Anna Osei",
            "Click here for opening times",
            "For more information, visit our help pages",
        ),
        rejects=(
            "More about that later. First, a word on tides and what makes them late",
            "Check out before noon or pay for another night",
        ),
    ),
    Rule(
        id="read_more.german",
        why="Verweist auf einen anderen Artikel.",
        category="read_more",
        says=Says.BOILERPLATE,
        languages=("de",),
        max_words=30,
        cues=(
            "lesen",
            "weiterlesen",
            "mehr",
            "auch",
            "siehe",
            "thema",
            "lesetipp",
            "interessant",
            "hintergrund",
            "artikel",
            "beitrag",
            "^alles",
        ),
        pattern=r"""(?:(?:(?:lesen|lies)\ (?:sie\ )?(?:auch|mehr(?:\ dazu)?|hier(?:\ mehr)?|dazu(?:\ auch)?|weiter|jetzt)(?:\ (?:dazu|hier|zum\ thema|mehr|auch))?
            |(?:auch|ebenfalls)\ (?:interessant|lesenswert)|lesetipp|mehr\ (?:zum\ thema|dazu|lesen)|zum\ thema|siehe\ auch|weiterlesen|hintergrund|das\ könnte\ (?:sie|dich)\ (?:auch\ )?interessieren)
            \ ?[:|]\ ?(?=["'(]?\w)
            |(?:weiter\ ?lesen|mehr\ (?:lesen|erfahren|dazu|infos|informationen|zum\ thema|anzeigen|laden)|(?:jetzt|hier|artikel)\ (?:weiter)?lesen|(?:den\ )?(?:ganzen|vollständigen)\ (?:artikel|beitrag)\ lesen|zum\ (?:artikel|beitrag)|alles\ anzeigen)[.!:]*$)""",
        matches=(
            "Lesen Sie auch: Der Hafen bleibt bis März gesperrt",
            "Weiterlesen",
            "Mehr zum Thema: Hochwasser",
            "Auch interessant: Was Möwen fressen",
        ),
        rejects=(
            "Lesen Sie auch die Packungsbeilage, rät die Ärztin.",
            "Mehr dazu sagte der Sprecher am Montag nicht",
        ),
    ),
    Rule(
        id="read_more.french",
        why="Renvoie à un autre article.",
        category="read_more",
        says=Says.BOILERPLATE,
        languages=("fr",),
        max_words=30,
        cues=("lire", "voir", "suite", "plus", "savoir", "approfondir", "relire", "écouter"),
        pattern=r"""(?:(?:à\ |a\ )?(?:lire|voir|relire|écouter)\ (?:aussi|également|la\ suite|plus|sur\ le\ même\ sujet|l'article)?(?:\ ?[:|>]\ ?(?=["'(]?\w)|[.!]*$)
            |(?:à\ lire(?:\ (?:aussi|également|sur\ le\ sujet|ensuite))?|lire\ aussi|voir\ aussi)(?:\ ?[:|>].{0,200}|\ ["'].{0,200})?$
            |(?:en\ savoir\ plus|lire\ (?:la\ suite|l'article|plus)|pour\ (?:approfondir|lire\ la\ suite|en\ savoir\ plus|aller\ plus\ loin)|voir\ plus|afficher\ plus)\ ?(?:[:|].{0,160})?[.!]*$)""",
        matches=(
            "À lire aussi : Le port fermé jusqu'en mars",
            "Lire la suite",
            "En savoir plus",
            "Voir aussi : Nos photos de la tempête",
        ),
        rejects=(
            "Lire aussi peu de romans est un choix, dit-elle.",
            "En savoir plus que le maître était mal vu.",
        ),
    ),
    Rule(
        id="read_more.spanish",
        why="Remite a otro artículo.",
        category="read_more",
        says=Says.BOILERPLATE,
        languages=("es",),
        max_words=30,
        cues=(
            "lea",
            "lee",
            "leer",
            "puede",
            "vea",
            "mira",
            "mire",
            "mirá",
            "ver",
            "más",
            "también",
            "sigue",
            "relacionado",
            "relacionada",
            "^seguir",
            "^continuar",
        ),
        pattern=r"""(?:(?:lea|lee|leer|vea|ver|mira|mire|mirá|te\ puede\ interesar|le\ puede\ interesar|también\ te\ puede\ interesar|puedes?\ (?:leer|ver)|contenido\ relacionado|nota\ relacionada|noticia\ relacionada|relacionado)(?:\ (?:también|además|más|aquí|la\ nota))?\ ?[:|>]\ ?(?=["'¿¡(]?\w)
            |(?:(?:leer|ver|saber|lea|cargar|mostrar)\ más|sigue\ leyendo|seguir\ leyendo|leer\ (?:la\ )?(?:nota|noticia)(?:\ completa)?|más\ información|continuar\ leyendo)[.!:]*$)""",
        matches=(
            "Lea también: El puerto seguirá cerrado",
            "Te puede interesar: Qué comen las gaviotas",
            "Ver más",
            "Sigue leyendo",
        ),
        rejects=(
            "Lea también la letra pequeña, aconseja el abogado.",
            "Ver más allá del muro era su único deseo",
        ),
    ),
    Rule(
        id="read_more.other-languages",
        why="Points to another article, in another language.",
        category="read_more",
        says=Says.BOILERPLATE,
        languages=("it", "pt", "nl", "pl", "ru"),
        max_words=30,
        cues=(
            "leggi",
            "leggere",
            "approfondisci",
            "sapere",
            "leia",
            "veja",
            "saiba",
            "lees",
            "meer",
            "czytaj",
            "zobacz",
            "więcej",
            "читайте",
            "читать",
            "смотрите",
            "подробнее",
            "далее",
            "ler",
            "approfondire",
            "saperne",
        ),
        pattern=r"""(?:(?:leggi\ anche|per\ approfondire|leia\ (?:também|mais)|veja\ (?:também|mais)|saiba\ mais|lees\ (?:ook|meer)|czytaj\ (?:także|też|również|więcej)|zobacz\ (?:także|też|również|więcej)|читайте\ (?:также|ещё|еще)|смотрите\ также)\ ?(?:[:|>].{1,200})?$
            |(?:leggi\ (?:tutto|di\ più|l'articolo)|continua\ a\ leggere|per\ saperne\ di\ più|leia\ mais|ler\ mais|saiba\ mais|lees\ (?:meer|verder)|meer\ lezen|czytaj\ (?:więcej|dalej)|więcej|читать\ (?:далее|дальше|полностью)|подробнее)[.!:]*$)""",
        matches=(
            "Leggi anche: Il porto resta chiuso",
            "Leia também",
            "Lees ook: De haven blijft dicht",
            "Czytaj także: Port zamknięty do marca",
            "Читайте также: Порт закрыт до весны",
            "Читать далее",
        ),
        rejects=(
            "Leggi anche il foglietto, consiglia il medico.",
            "Читайте также мелкий шрифт, советует юрист.",
        ),
    ),
    Rule(
        id="read_more.chinese-japanese",
        why="Points to another article, in Chinese or Japanese.",
        category="read_more",
        says=Says.BOILERPLATE,
        languages=("zh", "ja"),
        max_words=40,
        cues=(
            "合わせて",
            "おすすめ",
            "こちらも",
            "推荐阅读",
            "阅读",
            "閱讀",
            "延伸",
            "相关",
            "查看更多",
            "更多",
            "続き",
            "もっと",
            "あわせて",
            "関連",
            "查看全文",
            "续きを読む",
        ),
        pattern=r"""(?:[【\[<＜《〈](?:関連記事|関連|[あ合]わせて読みたい|おすすめ記事|こちらも(?:おすすめ)?|延伸阅读|相关阅读|相关新闻|推荐阅读)[】\]>＞》〉].{0,80}|[あ合]わせて読みたい(?:記事)?|(?:延伸(?:阅读|閱讀)|相关(?:阅读|新闻|文章)|推荐阅读|更多(?:阅读|新闻)|あわせて読みたい|関連記事|関連)[:】].{1,80}
            |(?:阅读(?:更多|全文|原文)|閱讀(?:更多|全文)|查看更多|查看全文|更多|续きを読む|続きを読む|続きはこちら|もっと見る|もっと読む))\ ?[。>…]*$""",
        matches=(
            "【関連記事】港は三月まで閉鎖",
            "＜関連記事＞",
            "あわせて読みたい",
            "相关阅读：港口关闭到三月",
            "阅读全文",
            "続きを読む",
            "関連記事：港は三月まで閉鎖",
        ),
        rejects=(
            "合わせて読みたい本を三冊選んだ。",
            "阅读更多书是老师的建议。",
            "続きを読む気にはなれなかった、と彼は言う。",
        ),
    ),
    Rule(
        id="read_more.further-languages",
        why="Points to another article, in one of the languages without a rule of their own.",
        category="read_more",
        says=Says.BOILERPLATE,
        languages=FURTHER,
        max_words=30,
        cues=(
            "^läs",
            "^læs",
            "^les",
            "^lue",
            "^katso",
            "^čtěte",
            "^přečtěte",
            "^číst",
            "^více",
            "^celý",
            "^ayrıca",
            "^bunu",
            "^devamını",
            "^devamı",
            "i̇lgili",
            "^ilgili",
            "читайте",
            "читати",
            "детальніше",
            "докладніше",
            "^дивіться",
            "διαβάστε",
            "διαβαστε",
            "^δείτε",
            "περισσότερα",
            "^اقرأ",
            "^إقرأ",
            "^اقرا",
            "^اقرئي",
            "^شاهد",
            "^طالع",
            "المزيد",
            "^بیشتر",
            "^همچنین",
            "^بخوانید",
            "^ادامه",
            "^קראו",
            "^קרא",
            "^לקריאה",
            "^להמשך",
            "^לכתבה",
            "^עוד",
            "पढ़ें",
            "관련기사",
            "관련",
            "더보기",
            "보기",
            "읽기",
        ),
        pattern=r"""(?:läs\ (?:också|även|mer|vidare|hela\ artikeln)
            |læs\ (?:også|mere|videre|hele\ artiklen)
            |les\ (?:også|mer|videre|hele\ saken)
            |(?:lue|katso)\ (?:myös|lisää|seuraavaksi|koko\ juttu)
            |(?:pře)?čtěte\ (?:také|též|i|více|dále)|přečtěte\ si\ (?:také|též|i|více)|číst\ (?:více|dále|dál)|více\ (?:informací|zde)|celý\ článek
            |(?:ayrıca|bunu\ da)\ oku(?:yun)?|devamını\ oku|devamı(?:\ için\ tıklayın)?|i̇?lgili\ haber
            |(?:читайте|дивіться)\ (?:також|ще|далі)|читати\ (?:також|далі|більше)|детальніше|докладніше
            |διαβ[αά]στε\ (?:επίσης|ακόμ[ηα]|περισσότερα|σχετικά|και)|δείτε\ (?:επίσης|ακόμ[ηα]|περισσότερα)|περισσότερα
            |(?:[اأإ]قر(?:أ|ا|ئي)|شاهد|طالع)\ (?:[أا]يض(?:ا|اً|ًا)|المزيد|كذلك)|(?:ل?قراءة\ |عرض\ )?المزيد
            |(?:بیشتر|همچنین)\ (?:بخوانید|ببینید)|بخوانید|ادامه\ (?:مطلب|خبر)
            |קראו?\ (?:גם|עוד|בהרחבה|את\ הכתבה\ המלאה)|לקריאה\ נוספת|להמשך\ (?:ה)?קריאה|לכתבה\ המלאה|עוד\ בנושא
            |(?:यह|ये|इसे)\ भी\ पढ़ें|(?:और|आगे)\ पढ़ें|पूरी\ खबर\ पढ़ें
            |\[?(?:관련\ ?기사|함께\ 읽기|(?:기사\ )?더\ ?보기|더\ 읽기|자세히\ 보기|계속\ 읽기)\]?
            )\ ?(?:[:|>]+\ ?.{1,200}|[.!:>]*)$""",
        matches=(
            "Läs också: Hamnen stängd till mars",
            "Læs også: Færgen sejler igen",
            "Les også: Havna stengt til mars",
            "Lue myös: Satama pysyy kiinni",
            "Čtěte také: Přístav zůstane zavřený",
            "Devamını oku",
            "Читайте також: Порт закрито до весни",
            "Διαβάστε επίσης: Κλειστό το λιμάνι",
            "اقرأ أيضا: الميناء مغلق حتى مارس",
            "بیشتر بخوانید: بندر تا بهار بسته است",
            "קראו גם: הנמל סגור עד מרץ",
            "यह भी पढ़ें: बंदरगाह मार्च तक बंद",
            "관련기사: 항구는 3월까지 폐쇄",
        ),
        rejects=(
            "Läs också bipacksedeln, råder läkaren.",
            "Les mer nøye neste gang, sa læreren.",
            "Читайте також дрібний шрифт, радить юрист.",
            "اقرأ المزيد من الكتب، قال المعلم.",
            "더보기 힘든 장면이었다고 그는 말했다.",
        ),
    ),
    Rule(
        id="read_more.bar",
        why="Points to a film, a sound or another article behind a bar.",
        category="read_more",
        says=Says.BOILERPLATE,
        max_words=25,
        phrases=r"""
            (watch|listen|read|photos|more|video|podcast) \| …
            (à lire aussi|à lire également|à voir aussi) …
            (leia também|leia mais|lea también|lee también|leggi anche) …
        """,
        matches=(
            "WATCH | The ferry leaves for the last time",
            "À lire aussi Le bac ne passera plus",
            "Leia também A balsa volta depois das obras",
        ),
        rejects=("Watch the ferry leave for the last time", "Listen, she said, the bells are ringing"),
    ),
)
