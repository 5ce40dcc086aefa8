"""Notes on where a piece first stood."""

from __future__ import annotations

from app.core.model import Rule, Says

RULES = (
    Rule(
        id="syndication.originally-published",
        why="Says where the piece first appeared.",
        category="other",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=40,
        cues=(
            "originally",
            "republished",
            "appeared",
            "reprinted",
            "published",
            "syndicated",
            "adapted",
            "first",
            "excerpt",
            "post",
        ),
        pattern=r"""(?:\(?(?:this|the)\ (?:article|story|post|piece|essay|column|content|interview|page|report|blog\ post|blog|text|op-ed|review|commentary|press\ release|version\ of\ .{1,40}|work|recipe|feature)\ (?:was|is|has\ been|were|also)?\ ?(?:also\ )?(?:originally|first|previously|initially|republished|reprinted|syndicated|adapted|reproduced|excerpted|translated|cross-?posted)\b(?:\ (?:published|appeared|posted|written|run|ran|printed|featured|produced|under|from|by|at|on|in|with)\b.{0,220}|$)
            |(?:the\ post|post)\ .{1,140}?\ (?:first\ )?appeared\ first\ on\b.{0,80}|(?:originally|first|previously)\ (?:published|appeared|posted)\ (?:in|on|at|by)\ .{1,160}|(?:reprinted|republished|reproduced|used)\ (?:with|by)\ (?:the\ )?(?:kind\ )?permission\b.{0,120}|read\ the\ original\ (?:article|story|post).{0,60}|(?:view|see)\ (?:the\ )?original\ (?:article|post|content|story).{0,40})\)?$""",
        matches=(
            "This article was originally published on The Quay.",
            "The post The last ferry appeared first on Harbour Post.",
            "Originally published in The Tide Review, May 2019",
            "Reprinted with permission.",
        ),
        rejects=(
            "The story was first told by a miller, in the year the bridge fell.",
            "The article first of all names no one.",
            "Published first, regretted later.",
        ),
    ),
    Rule(
        id="syndication.source",
        why="Names the source of the piece.",
        category="other",
        says=Says.HINT,
        max_words=16,
        cues=(
            "source",
            "sources",
            "via",
            "quelle",
            "quellen",
            "fuente",
            "fonte",
            "źródło",
            "bron",
            "источник",
            "来源",
            "出典",
            "originally",
        ),
        pattern=r"""(?:sources?|via|quellen?|fuentes?|fonti?e?|źródło|bron|источник|来源|出典)\ ?:\ ?\S.{0,110}$""",
        matches=("Source: Harbour Post", "Quelle: dpa", "Fuente: EFE"),
        rejects=("Source of the river", "Via the old road it took two days: one to climb, one to rest"),
    ),
    Rule(
        id="syndication.other-languages",
        why="Says where the piece first appeared or who owns it, in another language.",
        category="other",
        says=Says.BOILERPLATE,
        languages=("de", "fr", "es", "pl", "pt", "it"),
        max_words=36,
        cues=(
            "artikel",
            "beitrag",
            "text",
            "article",
            "artículo",
            "nota",
            "materiał",
            "artigo",
            "articolo",
            "zuerst",
            "erschien",
        ),
        pattern=r"""(?:(?:dieser|der)\ (?:artikel|beitrag|text)\ (?:ist|erschien|wurde|stammt)\ (?:zuerst|erstmals|ursprünglich|aus\ der)\b.{0,140}|(?:zuerst|erstmals)\ (?:erschienen|veröffentlicht)\b.{0,100}|cet\ article\ (?:a\ été|est\ paru)\ (?:initialement|d'abord|publié)\b.{0,120}|(?:este|esta)\ (?:artículo|nota|artigo|texto)\ (?:fue|se|foi)\ (?:publicad[oa]|publicó)\ (?:originalmente|originariamente|primero)\b.{0,120}|materiał\ chroniony\ prawem\b.{0,140}|(?:questo\ )?articolo\ (?:è\ stato\ )?pubblicato\ (?:originariamente|originalmente|per\ la\ prima\ volta)\b.{0,100})$""",
        matches=(
            "Dieser Artikel erschien zuerst im Hafenblatt.",
            "Cet article a été initialement publié dans Le Quai.",
            "Materiał chroniony prawem autorskim.",
        ),
        rejects=("Dieser Artikel der Verfassung gilt seit 1949.", "Cet article de loi a été voté."),
    ),
)
