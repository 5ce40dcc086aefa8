"""Lines about the author, behind the body."""

from __future__ import annotations

from pagemarrow.core.model import Rule, Says, Scope
from pagemarrow.core.rules._fragments import FULL_NAME

_POST = r"""(?:writer|reporter|editor|journalist|correspondent|columnist|contributor|freelance|freelancer|author|producer|blogger|critic|fellow|staff|intern|strategist|copywriter|photographer|managing|deputy|senior|associate|assistant|award-winning|founder|co-founder|professor|lecturer|researcher)"""

_NETWORK = r"""(?:twitter|x|facebook|instagram|linkedin|bluesky|threads|mastodon|tiktok|youtube|medium|signal|whatsapp|telegram)"""

RULES = (
    Rule(
        id="author_bio.label",
        why="Heads the note on the author.",
        category="author_bio",
        says=Says.BOILERPLATE,
        scope=Scope.TAIL,
        languages=("en",),
        max_words=6,
        cues=("author", "authors", "writer", "contributor", "contributors", "bio", "editor"),
        pattern=r"""(?:about\ (?:the\ |our\ |this\ )?(?:authors?|writers?|contributors?|reporter|editor|blogger|expert)|(?:meet|about)\ (?:the|your)\ (?:author|writer|expert)|author\ (?:bio|info|details|profile|biography|archives?|page|posts|box)|(?:view|see)\ (?:author|full)\ (?:bio|profile|page|posts)|author's\ (?:bio|page|profile)|contributors?)\ ?:?$""",
        matches=("About the author", "Author bio", "Meet the author", "About our contributors:"),
        rejects=("About the author little is known", "Author of six novels", "About the writers' strike"),
    ),
    Rule(
        id="author_bio.published-in",
        why="Lists where else the author has written.",
        category="author_bio",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=70,
        cues=(
            "writer",
            "editor",
            "journalist",
            "reporter",
            "author",
            "writing",
            "work",
            "articles",
            "bylines",
            "covers",
            "written",
            "columnist",
            "critic",
            "freelance",
            "correspondent",
        ),
        pattern=r"""(?:[^\s"]{1,30}\ ){2,45}?(?:(?:his|her|their|whose|my)\ (?:work|writing|writings|articles|reporting|stories|bylines?|essays|journalism|words)\ (?:has|have|can|also|is)\b.{0,30}?\b(?:been\ (?:published|featured)|appeared|be\ (?:found|read|seen)|featured|published)\ (?:(?:in|on|at)\b|by\ (?:the\ )?(?=(?-i:[A-Z])))
            |(?:he|she|they|who|and)\ (?:has|have)\ (?:also\ )?(?:written|bylines|contributed|reported|worked)\ (?:for|in|to|at)\ (?:the\ )?(?-i:[A-Z]))""",
        matches=(
            "Anna Osei was the night editor at the Post. Her writing has also been published in The Harbour Review, Tide and other outlets.",
            "Tom Hill covers transport. He has written for The Quay and Lantern.",
        ),
        rejects=(
            "Her work was hard, and it has left its mark on her hands.",
            "The letters have appeared in court twice.",
            "His work has been published by no one, and he minds.",
        ),
    ),
    Rule(
        id="author_bio.is-a-writer",
        why="Says who the author is.",
        category="author_bio",
        says=Says.HINT,
        languages=("en",),
        max_words=70,
        cues=(
            "writer",
            "reporter",
            "editor",
            "journalist",
            "correspondent",
            "columnist",
            "contributor",
            "freelance",
            "author",
            "blogger",
            "copywriter",
            "strategist",
            "producer",
        ),
        pattern=rf"""(?:{FULL_NAME}|he|she)\ (?:is|was|works\ as|has\ been)\ (?:an?|the|our|one\ of)\ (?:[\w-]+\ ){{0,5}}?{_POST}\b(?:[^"]{{0,120}}?\b(?:at|for|of|with|who|covering|based|specializ|specialis|where|and|in)\b|.{{0,20}}$)""",
        matches=(
            "Anna Osei is a staff writer at the Harbour Post, covering courts.",
            "Tom Hill is a freelance journalist based in Leith.",
        ),
        rejects=("He is a baker in Leith.", "Anna Osei was the first to cross the bridge."),
    ),
    Rule(
        id="author_bio.contact",
        why="Tells how to reach the author.",
        category="author_bio",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=36,
        cues=("reached", "follow", "contact", "email", "reach", "tips", "tip", "twitter", "posts", "find"),
        pattern=rf"""(?:{FULL_NAME}\ (?:covers|is|was|writes|reports|edits)\ [^"]{{5,240}}?[.!]\ (?:you\ can\ )?(?:follow|contact|e-?mail|reach|find)\ (?:him|her|them)\ (?:on|at|via)\b.{{2,120}}
            |(?:you\ can\ |readers\ (?:can|may)\ )?(?:follow|reach|contact|email|e-mail|find|connect\ with)\ (?:him|her|them|me|{FULL_NAME})\ (?:(?:at|on|via|by|through)\ (?:his\ |her\ |their\ |my\ )?(?:@|\S{{1,40}}@|https?:|www\.|e-?mail|phone|{_NETWORK}\b|social\ media)|here\b|@).{{0,120}}
            |{FULL_NAME}\ can\ be\ (?:reached|contacted|followed|found)\ (?:at|on|via|by)\b.{{0,120}}|(?:he|she)\ can\ be\ (?:reached|contacted|followed)\ (?:at|on|via)\b.{{0,100}}
            |(?:(?:view|see|read)\ )?(?:all\ |more\ |other\ )?(?:posts|articles|stories)\ by\ {FULL_NAME}(?:\ ?(?:→|>>?))?|(?:got|have|do\ you\ have|send\ us)\ a?\ ?(?:news\ )?(?:tip|story|question)s?\b.{{0,120}}\b(?:e-?mail|contact|send|let\ us|get\ in\ touch|reach|share|write)\b.{{0,90}})$""",
        matches=(
            "Follow her on Twitter @annaosei",
            "Anna Osei covers the courts for The Post. Follow her on Twitter @annaosei.",
            "Tom Hill can be reached at tom@harbour.example",
            "View all posts by Anna Osei",
            "Have a tip? Email us at tips@harbour.example",
        ),
        rejects=(
            "Follow him on foot if you can",
            "Tom Hill is dead. Follow him we must, and not on horseback.",
            "Contact them by radio before dusk, the pilot was told",
            "She can be reached only by boat",
        ),
    ),
    Rule(
        id="author_bio.other-languages",
        why="Heads the note on the author, in another language.",
        category="author_bio",
        says=Says.BOILERPLATE,
        scope=Scope.TAIL,
        languages=("de", "fr", "es", "it", "pt", "nl", "pl", "ru"),
        max_words=6,
        cues=("autor", "autorin", "auteur", "autore", "autora", "autorze", "авторе", "autoren", "propos"),
        pattern=r"""(?:(?:über|zur|zum)\ (?:den|die|unsere[nr]?)?\ ?(?:autor(?:in|en)?)|à\ propos\ de\ (?:l')?(?:auteure?|autrice)|(?:sobre|acerca\ d)\ ?e?l?\ (?:el\ |la\ |o\ |a\ )?autora?|sull'autore|(?:l')?autore|over\ de\ auteur|o\ autorze|об\ авторе)\ ?:?$""",
        matches=("Über den Autor", "À propos de l'auteur", "Sobre el autor", "Об авторе"),
        rejects=("Über den Autor weiß man wenig", "Sobre el autor pesa una duda"),
    ),
    Rule(
        id="author_bio.container",
        why="Stands in a note on the author.",
        category="author_bio",
        says=Says.BOILERPLATE,
        scope=Scope.CONTAINER,
        max_words=250,
        cues=(
            "author",
            "bio",
            "authors",
        ),
        pattern=r""".*\b(?:author\ (?:bio|box|info|card|details|profile|about|description|meta|desc|social|byline|widget|biography)|about\ (?:the\ )?author|post\ author|author\ 0|(?<!^a\ )bio)\b""",
        matches=(
            "div author-bio",
            "section aboutAuthor",
            "div post-author-box",
        ),
        rejects=(
            "article author-anna",
            "div biology-lesson",
            "div authority-section",
        ),
    ),
    Rule(
        id="author_bio.labelled",
        why="Says who the author is, behind a label.",
        category="author_bio",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=90,
        cues=("^about",),
        pattern=r"""about\ the\ (?:author|writer|blogger|contributor)s?\ ?[:|-]\ ?\S.{10,600}$""",
        matches=(
            "About the author: Kit Hill is a travel writer who lives in Leith.",
            "About the Author - Anna Osei has written six novels.",
        ),
        rejects=("About the author we know little", "About the authors' strike: a note in three parts"),
    ),
)
