"""Labels of lists of other articles, behind or beside the body."""

from __future__ import annotations

from app.core.model import Rule, Says, Scope

RULES = (
    Rule(
        id="related.list-label",
        why="Heads a list of other articles.",
        category="related",
        says=Says.BOILERPLATE,
        scope=Scope.TAIL,
        languages=("en",),
        max_words=9,
        cues=(
            "related",
            "recommended",
            "similar",
            "suggested",
            "like",
            "enjoy",
            "interested",
            "next",
            "further",
            "keep",
            "missed",
            "read",
            "reading",
            "posts",
            "articles",
            "stories",
        ),
        pattern=r"""(?:
            (?:(?:other|more|our|some|top|view|see|all)\ )?(?:related|recommended|similar|suggested)\ (?:\w+\ )?(?:articles?|posts?|stories|story|content|news|reads?|reading|topics?|videos?|links?|coverage|resources|blogs?|pages|products|items|insights|entries|searches|questions|threads|guides|categories|for\ you)
            |(?:related|recommended)(?:\ (?:for\ you|by|stories\ from\ .{1,30}))?
            |(?:(?:you|readers)\ (?:may|might|also|will|would|could|'ll|'d)|people\ (?:may|also)|(?:and\ )?if\ you\ (?:liked|enjoyed|like))\ (?:also\ )?(?:like|enjoy|love|be\ interested\ in|liked|viewed|read|find\ (?:interesting|useful)|have\ missed|want\ to\ read|this|ask)\b(?:\ (?:these|this|to\ read|the\ following|reading|from\ .{1,30}))?(?:\ (?:posts?|articles?|stories|one))?
            |(?:what\ to\ )?read\ (?:this\ )?next|keep\ (?:reading|exploring)|up\ next|read\ next
            |(?:in\ case\ you|you\ may\ have|stories\ you\ (?:may\ have|might\ have))\ missed(?:\ it)?
            |more\ (?:like\ this|to\ (?:read|explore|love|discover)|posts\ you\ (?:may|might)\ like|you\ (?:may|might|'ll)\ (?:also\ )?like)
            |(?:other|more)\ (?:great\ |interesting\ |recent\ )?(?:articles|posts|stories|news|reads)(?:\ (?:you\ (?:may|might)\ (?:also\ )?(?:like|enjoy)|like\ this|for\ you|to\ (?:read|explore)))?
            |(?:from|around)\ (?:the\ web|our\ partners|our\ network)|sponsored\ stories)\ ?[:.!…?]*$""",
        matches=(
            "Related articles",
            "You may also like",
            "Recommended for you",
            "Read next",
            "More stories like this",
            "In case you missed it",
            "Other posts you may like",
        ),
        rejects=(
            "Related species live on both sides of the strait",
            "You may also like the taste better cold, he says.",
            "Similar items were found in graves further north",
        ),
    ),
    Rule(
        id="related.more-news",
        why="Heads a list of other news.",
        category="related",
        says=Says.BOILERPLATE,
        scope=Scope.TAIL,
        languages=("en",),
        max_words=7,
        cues=(
            "more",
            "news",
            "latest",
            "recent",
            "new",
            "top",
            "other",
            "stories",
            "posts",
            "articles",
            "headlines",
        ),
        pattern=r"""(?:see\ more\ |see\ all\ |view\ all\ |read\ |our\ |the\ )?(?:
            (?:(?:more|latest|recent|new|newest|top|other|all|today's|older|previous|past|breaking|popular|featured)\ ){1,3}
            (?:(?-i:[A-Z])[\w&'-]{1,15}\ |latest\ |blog\ |top\ ){0,2}?(?:news|stories|posts?|articles|headlines|features|entries|comments|blogs?|insights|reviews|episodes|videos|updates|tutorials|guides|recipes|press\ releases))\ ?:?$""",
        matches=(
            "More Latest News",
            "See more More Latest News",
            "Recent posts",
            "Latest articles",
            "More Harbour News",
            "Top stories",
        ),
        rejects=(
            "More news came by night",
            "Recent posts had gone to outsiders",
            "Other headlines that week were kinder to the mayor",
        ),
    ),
    Rule(
        id="related.more-from",
        why="Heads a list of other pieces by the same hand or on the same topic.",
        category="related",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=10,
        cues=("more", "other", "also", "see", "view", "posts", "articles", "stories", "all"),
        pattern=r"""(?:(?:see|view|read|find|explore|browse)\ )?(?:(?:more|other|all|latest|recent|additional)\ (?:(?:posts?|articles?|stories|news|content|work|reads|videos)\ )?(?:from|by|in|on\ this|about\ this|on\ the|from\ this|from\ our)
            |(?:also|elsewhere)\ (?:on|in|from))\ (?:(?:the|this|our|my|same)\ )?
            (?:(?-i:[A-Z0-9])\S*(?:\ (?:(?-i:[A-Z0-9&|])\S*|of|the|and|in|&|on|for)){0,5}|author|topic|series|story|subject|category|blog|site|web|section|issue|writer|collection|edition)\ ?:?$""",
        matches=(
            "More from Anna Osei",
            "More in Science",
            "Other articles by this author",
            "Also on Harbour Post",
            "See all from The Tide Desk",
        ),
        rejects=(
            "More from the sea than from the land, as it turned out",
            "All in all the town gained, says its mayor.",
            "More in sorrow than in anger, he stepped down.",
        ),
    ),
    Rule(
        id="related.german",
        why="Überschrift einer Liste anderer Artikel.",
        category="related",
        says=Says.BOILERPLATE,
        scope=Scope.TAIL,
        languages=("de",),
        max_words=9,
        cues=(
            "thema",
            "ähnliche",
            "verwandte",
            "weitere",
            "interessieren",
            "interessant",
            "gefallen",
            "mehr",
            "neueste",
            "aktuelle",
            "beiträge",
            "artikel",
            "auch",
            "nächster",
            "vorheriger",
            "nächste",
            "letzte",
            "lesen",
        ),
        pattern=r"""(?:mehr\ (?:zum\ thema(?:\ .{1,30})?|aus\ (?:der\ |dem\ )?\S+|artikel|beiträge|von\ .{1,30}|nachrichten|news|themen)
            |(?:die\ )?(?:ähnliche|verwandte|weitere|neueste|neuste|aktuelle|letzte|passende|andere|interessante|empfohlene|beliebte|meistgelesene)\ (?:artikel|beiträge|themen|nachrichten|meldungen|posts|inhalte|news|links|storys|videos|kommentare|einträge)(?:\ (?:zum\ thema|von\ .{1,30}|aus\ .{1,30}|auf\ .{1,30}))?
            |(?:das|dies|auch\ das)\ (?:könnte|dürfte)\ (?:sie|dich|euch|ihnen|dir)\ (?:auch\ |ebenfalls\ |vielleicht\ )?(?:interessieren|gefallen)
            |(?:auch|ebenfalls)\ (?:interessant|lesenswert)|lesen\ sie\ auch|zum\ weiterlesen|zum\ thema|(?:nächster|vorheriger|voriger)\ (?:artikel|beitrag)
            |(?:unsere\ )?(?:empfehlungen(?:\ der\ redaktion)?|lesetipps))\ ?[:.!]*$""",
        matches=(
            "Mehr zum Thema",
            "Das könnte Sie auch interessieren",
            "Ähnliche Beiträge",
            "Weitere Artikel",
            "Auch interessant",
        ),
        rejects=(
            "Weitere Artikel waren am Abend ausverkauft",
            "Mehr zum Thema Wetter wusste niemand zu sagen, der dabei gewesen war.",
        ),
    ),
    Rule(
        id="related.french",
        why="Titre d'une liste d'autres articles.",
        category="related",
        says=Says.BOILERPLATE,
        scope=Scope.TAIL,
        languages=("fr",),
        max_words=9,
        cues=(
            "articles",
            "aussi",
            "aimerez",
            "thème",
            "sujet",
            "rubrique",
            "même",
            "similaires",
            "connexes",
            "suggestions",
            "lire",
            "plus",
            "derniers",
            "dernières",
        ),
        pattern=r"""(?:(?:vous\ (?:aimerez|aimeriez|pourriez|pouvez|allez)\ (?:peut-être\ )?(?:aussi|également|aimer|aimer\ aussi)(?:\ (?:aimer|lire|être\ intéressé).{0,20})?)
            |(?:les\ |nos\ |autres\ |derniers\ )*articles\ (?:similaires|connexes|associés|liés|récents|recommandés|les\ plus\ (?:lus|populaires|commentés)|du\ même\ auteur|suggérés)
            |(?:sur|dans)\ (?:le|la)\ même\ (?:thème|sujet|rubrique)|à\ lire\ (?:aussi|également|ensuite)|(?:les\ )?(?:derniers\ articles|dernières\ (?:actualités|actus|infos|nouvelles))
            |à\ (?:découvrir|ne\ pas\ manquer)|plus\ (?:d'articles|sur\ le\ sujet|d'actualités)|les\ plus\ lus)\ ?[:.!]*$""",
        matches=(
            "Vous aimerez aussi",
            "Sur le même thème",
            "Articles similaires",
            "À lire aussi",
            "Les articles les plus lus",
        ),
        rejects=(
            "Les articles similaires se vendaient moins cher au marché",
            "Vous aimerez aussi la lenteur du fleuve en automne.",
        ),
    ),
    Rule(
        id="related.spanish",
        why="Título de una lista de otros artículos.",
        category="related",
        says=Says.BOILERPLATE,
        scope=Scope.TAIL,
        languages=("es",),
        max_words=9,
        cues=(
            "interesar",
            "interesarte",
            "relacionadas",
            "relacionados",
            "relacionado",
            "temas",
            "noticias",
            "recomendado",
            "recomendados",
            "gustar",
            "leído",
            "leídas",
            "más",
            "video",
        ),
        pattern=r"""(?:(?:también\ )?(?:te|le|os)\ (?:puede|podría)\ (?:también\ )?(?:interesar|gustar)|(?:también\ )?(?:puede|podría)\ (?:interesarte|gustarte)
            |(?:temas|notas|noticias|artículos|contenidos?|entradas|publicaciones|tags)\ (?:relacionad[oa]s?|recomendad[oa]s|similares|destacad[oa]s)
            |(?:lo\ )?más\ (?:leído|leídas|leídos|visto|vistas|noticias|sobre\ .{1,30}|en\ (?-i:[A-Z]).{1,25}|popular|populares|reciente)
            |(?:últimas|otras|más)\ (?:noticias|entradas|notas)|video\ recomendado|recomendado(?:s)?(?:\ para\ (?:ti|usted))?|relacionad[oa]s?)\ ?[:.!]*$""",
        matches=(
            "Te puede interesar",
            "Temas relacionados",
            "Lo más leído",
            "Últimas noticias",
            "Recomendado para ti",
        ),
        rejects=(
            "Últimas noticias que llegaron al puerto hablaban de calma",
            "Te puede interesar la pesca, pero no de noche, me dijo.",
        ),
    ),
    Rule(
        id="related.other-languages",
        why="Heads a list of other articles, in another language.",
        category="related",
        says=Says.BOILERPLATE,
        scope=Scope.TAIL,
        languages=("it", "pt", "nl", "pl", "ru"),
        max_words=8,
        cues=(
            "articoli",
            "interessare",
            "anche",
            "potrebbe",
            "também",
            "notícias",
            "mais",
            "lidas",
            "relacionadas",
            "relacionados",
            "gerelateerde",
            "meer",
            "ook",
            "laatste",
            "polecamy",
            "zobacz",
            "podobne",
            "powiązane",
            "najnowsze",
            "najczęściej",
            "также",
            "похожие",
            "новости",
            "материалы",
            "статьи",
            "теме",
            "più",
        ),
        pattern=r"""(?:(?:articoli|notizie|contenuti|post)\ (?:correlat[ie]|simili|recenti|consigliati)|(?:ti\ )?potrebbe(?:ro)?\ (?:anche\ )?(?:interessarti|interessare)(?:\ anche)?|leggi\ anche|i?\ ?più\ letti|ultime\ notizie
            |veja\ (?:também|mais)|leia\ (?:também|mais)|(?:mais|últimas)\ (?:lidas|notícias|populares?)|(?:notícias|artigos|matérias|posts|conteúdos?|temas|tópicos)\ relacionad[ao]s?|você\ (?:também\ )?pode\ (?:também\ )?(?:gostar|se\ interessar)
            |(?:gerelateerde|meer|andere|laatste|recente)\ (?:artikelen|berichten|nieuws|verhalen|onderwerpen)|lees\ ook|meer\ over\ dit\ onderwerp|dit\ vind\ je\ misschien\ ook\ (?:leuk|interessant)|meest\ gelezen
            |polecamy(?:\ (?:także|również))?|zobacz\ (?:także|też|również)|(?:podobne|powiązane|ostatnie|najnowsze|polecane|popularne)\ (?:artykuły|wpisy|tematy|wiadomości)|najnowsze|najczęściej\ czytane|czytaj\ (?:także|też)
            |(?:вам\ )?(?:также\ )?(?:может\ быть|будет)\ интересно|читайте\ также|(?:похожие|другие|последние|главные|свежие|связанные)\ (?:новости|статьи|материалы|записи|публикации)|(?:материалы|новости|ещё|еще|статьи)\ по\ теме|вам\ также\ может\ (?:быть\ интересно|понравиться))\ ?[:.!]*$""",
        matches=(
            "Articoli correlati",
            "Veja também",
            "Gerelateerde artikelen",
            "Zobacz również",
            "Похожие статьи",
            "Вам также может быть интересно",
        ),
        rejects=(
            "Articoli simili si vendono al mercato",
            "Polecamy ostrożność, mówi ratownik",
            "Последние новости из порта были плохими",
        ),
    ),
    Rule(
        id="related.chinese-japanese",
        why="Heads a list of other articles, in Chinese or Japanese.",
        category="related",
        says=Says.BOILERPLATE,
        scope=Scope.TAIL,
        languages=("zh", "ja"),
        max_words=8,
        cues=("相关", "相關", "推荐", "推薦", "热门", "最新", "関連", "おすすめ", "新着", "人気", "猜你"),
        pattern=r"""(?:(?:相关|相關|推荐|推薦|热门|最新|热点)(?:推荐|阅读|閱讀|文章|新闻|新聞|内容|資訊|资讯|报道|消息)|猜你喜欢|(?:関連|おすすめ|新着|人気|最新)の?(?:記事|ニュース|リンク|コンテンツ|投稿|エントリー))[:】]?$""",
        matches=("相关阅读", "热门推荐", "関連記事", "おすすめ記事"),
        rejects=("相关新闻发布会推迟举行。", "関連記事が話題になった。"),
    ),
)
