"""Dates of publication, times of reading."""

from __future__ import annotations

from app.core.model import Rule, Says
from app.core.rules._fragments import DATE, MONTH, MONTH_CUES, NAME, TIME, WEEKDAY

_LABEL = r"""(?:(?:(?:first|last|originally|date|page|article|story|post|zuletzt|erstmals|ostatnia|última|ultima|dernière|mis|mise|page|artikel)\ ){0,2}
    (?:published|updated|posted|modified|reviewed|created|date|added|released|publish\ date|date\ published|release\ date|edited|issued|update|changed|revised|verified|checked|written|uploaded
    |stand|aktualisiert|veröffentlicht|erstellt|geändert|erschienen|aktualisierung|datum
    |publié|publiée|modifié|mise?\ à\ jour|actualisé|créé
    |publicado|actualizado|actualización|modificación|creado|fecha
    |pubblicato|aggiornato|aggiornamento|modifica|ultima\ modifica|atualizado|modificado|atualização
    |gepubliceerd|bijgewerkt|geplaatst|opublikowano|aktualizacja|data|dodano|опубликовано|обновлено|дата)
    (?:\ (?:on|at|am|um|le|el|il|em|op|dnia|à|a\ las|alle|date|à\ jour))?\ ?:?)"""
_SLOT = rf"""(?>{_LABEL}|{DATE}|{TIME}|at|um|à|às|alle|on|am|le|el|(?:about\ )?\d{{1,3}}\ ?-?(?:min(?:ute)?s?)?\.?\ read(?:ing\ time)?)"""
_MOMENT = rf"""(?={WEEKDAY},?\ ){DATE}\ ?[,;|/(-]?\ ?(?:(?:at|um)\ )?{TIME}\)?"""
"""A weekday with its date and a time, as datelines have it and programmes of events."""

RULES = (
    Rule(
        id="date.published",
        why="Says when the page was published or updated.",
        category="date",
        says=Says.BOILERPLATE,
        max_words=26,
        cues=("0000",),
        pattern=rf"""(?=.{{0,90}}?(?<!\d)(?:19|20)\d\d(?!\d))(?!{DATE}$|{_MOMENT}$|.{{4,120}}\d\ ?[ap]m\.$){_SLOT}(?>\ ?[,;|/(\-]?\ ?{_SLOT}\)?){{0,9}}+$""",
        matches=(
            "3 May 2021, 17:31 | Updated: 4 May 2021, 09:15",
            "Published on March 3, 2020",
            "Published: Sat 6 May 2023, 9:30",
            "Last updated: 12.04.2019",
            "Stand: 03.05.2021, 14:20 Uhr",
            "2021-05-03 17:31",
            "Publié le 3 mai 2021 à 14h20",
            "May 3, 2021 | 4 min read",
        ),
        rejects=(
            "May 3, 2021 was the last day of the fair",
            "Published in March 2020, the book sold out",
            "On 3 May 2021 the council met for the last time.",
            "4.7/5",
            "3 May 2021",
            "Tuesday 2 May 2023 at 7.30 pm.",
            "Sat 6 May 2023, 9:30",
        ),
    ),
    Rule(
        id="date.moment",
        why="A weekday, date and time: when the page was published, or when something takes place.",
        category="date",
        says=Says.HINT,
        max_words=10,
        cues=("0000",),
        pattern=rf"""{_MOMENT}$""",
        matches=("Sat 6 May 2023, 9:30", "Tuesday, May 2, 2023 - 7:30 pm"),
        rejects=("Tuesday 2 May 2023", "Sat 6 May 2023, 9:30 was too early"),
    ),
    Rule(
        id="date.bare",
        why="A date alone.",
        category="date",
        says=Says.HINT,
        max_words=6,
        cues=("0000",),
        pattern=rf"""{DATE}$""",
        matches=("2021-05-03", "May 3, 2021", "3 mai 2021"),
        rejects=("May 3, 2021 was dry", "2021"),
    ),
    Rule(
        id="date.day",
        why="A date without a year.",
        category="date",
        says=Says.HINT,
        max_words=7,
        cues=MONTH_CUES,
        pattern=rf"""(?:{_LABEL}\ )?(?:{MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th|\.)?\ {MONTH}|{MONTH},?\ \d{{4}})(?:[,|]?\ {TIME})?$""",
        matches=("May 3", "3. Mai", "March 2020"),
        rejects=("May 3 was dry", "March 200 miles north"),
    ),
    Rule(
        id="date.label",
        why="Stands before a date.",
        category="date",
        says=Says.BOILERPLATE,
        max_words=3,
        cues=(
            "published",
            "updated",
            "posted",
            "modified",
            "publié",
            "publicado",
            "veröffentlicht",
            "aktualisiert",
            "opublikowano",
            "reviewed",
            "pubblicato",
            "опубликовано",
        ),
        pattern=r"""(?:(?:date\ |first\ |last\ |originally\ )?(?:published|updated|posted|modified|reviewed|publié|publicado|veröffentlicht|aktualisiert|opublikowano|pubblicato|опубликовано)(?:\ (?:on|in|at|date|le|el|am|il|by))?)\ ?[:|]*$""",
        matches=("Published", "Last updated:", "Posted on"),
        rejects=("Published works", "Posted abroad"),
    ),
    Rule(
        id="date.ago",
        why="Says how long ago the page was published.",
        category="date",
        says=Says.BOILERPLATE,
        max_words=9,
        cues=(
            "ago",
            "vor",
            "hace",
            "ya",
            "fa",
            "geleden",
            "temu",
            "назад",
            "há",
            "atrás",
            "前",
            "yesterday",
            "heute",
        ),
        pattern=rf"""(?:{_LABEL}\ )?(?:(?:about\ |over\ )?(?:\d{{1,3}}|an?|one|two|three)\+?\ ?(?:s|m|h|d|w|mo|y|secs?|mins?|hrs?|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\ ago
            |vor\ \d{{1,3}}\ (?:sekunden|minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)|hace\ \d{{1,3}}\ (?:minutos?|horas?|días?|semanas?|mes(?:es)?|años?)|il\ y\ a\ \d{{1,3}}\ (?:minutes?|heures?|jours?|semaines?|mois|ans?)
            |\d{{1,3}}\ (?:minuti|ore|giorni|settimane|mesi|anni)\ fa|\d{{1,3}}\ (?:minuten|uur|dagen|weken|maanden|jaar)\ geleden|\d{{1,3}}\ (?:minut\w*|godzin\w*|dni|tygodni\w*)\ temu|\d{{1,3}}\ (?:минут\w*|час\w*|дн\w+|лет|год\w*)\ назад|há\ \d{{1,3}}\ (?:minutos?|horas?|dias?|semanas?|meses|anos?)
            |\d{{1,3}}\ ?(?:分钟?|小时|小時|時間|天|日|周|週間?|个?月|か月|年)前)(?:\ ?[|,-]\ ?(?:{NAME}|\d+\ min(?:ute)?s?\ read))?$""",
        matches=("3 hours ago", "Updated 2 days ago", "vor 5 Stunden", "hace 4 horas", "3小时前"),
        rejects=("3 years ago she sold the boat", "Vor 5 Stunden noch war Ebbe", "long ago"),
    ),
    Rule(
        id="date.reading-time",
        why="Says how long the reading takes.",
        category="date",
        says=Says.BOILERPLATE,
        max_words=9,
        cues=(
            "read",
            "reading",
            "lesezeit",
            "lecture",
            "lectura",
            "leitura",
            "lettura",
            "leestijd",
            "czytania",
            "lesedauer",
            "listen",
            "watch",
            "words",
            "чтения",
            "分钟",
            "分で読めます",
            "min",
            "mins",
            "minute",
            "minutes",
            "minuten",
        ),
        pattern=rf"""(?:(?:{DATE}|{NAME})\ ?[|,-]?\ )?(?:(?:estimated\ |est\.?\ )?(?:reading|read)\ ?time\ ?:?\ ?(?:about\ |~\ ?|under\ |<\ ?)?\d{{1,3}}(?:\ ?-\ ?\d{{1,2}})?\ ?(?:m|min(?:ute)?s?)?(?:\ \d+\ ?s(?:econds?)?)?|(?:estimated\ )?reading\ time
            |(?:~\ ?|<\ ?)?\d{{1,3}}\ ?-?\ ?(?:min(?:ute)?s?|m)\.?(?:-|\ )?(?:read(?:ing)?(?:\ time)?|to\ read|listen|watch)|(?:geschätzte\ )?(?:lesezeit|lesedauer|leestijd|temps\ de\ lecture|lecture|tiempo\ de\ lectura|tempo\ d[ie]\ (?:leitura|lettura)|время\ чтения|czas\ czytania)\ ?:?\ ?(?:ca\.\ |etwa\ |de\ )?\d{{1,3}}\ ?(?:min\w*\.?|мин\w*\.?)
            |\d{{1,3}}\ ?(?:min\w*\.?)\ (?:lesezeit|de\ lecture|de\ lectura|de\ leitura|di\ lettura|czytania|lesen|leestijd)|(?:阅读(?:时间|需)?[:约]?\ ?)?\d{{1,3}}\ ?分(?:钟阅读|钟|で読めます))\.?$""",
        matches=("5 min read", "Reading time: 4 minutes", "Lesezeit: 3 Minuten", "3 minutes de lecture"),
        rejects=(
            "5 min later he stood up",
            "Reading time tables by lamp light",
            "3 minutes to read a name is long",
        ),
    ),
    Rule(
        id="date.chinese-japanese",
        why="Says when the page was published, in Chinese or Japanese.",
        category="date",
        says=Says.BOILERPLATE,
        languages=("zh", "ja"),
        max_words=22,
        cues=("年", "发布", "更新", "公開"),
        pattern=r"""(?:(?:发布(?:时间|于|日期)?|更新(?:时间|于|日)?|公開日?|投稿日|最終更新日?|日期|时间)\ ?:?\ ?\d{4}\ ?[年./-]\ ?\d{1,2}\ ?[月./-]\ ?\d{1,2}\ ?日?|\d{4}年\d{1,2}月\d{1,2}日(?=.))
            (?:\ ?\(?[月火水木金土日一二三四五六]\)?(?=\ |\d|$))?(?:\ ?\d{1,2}(?::\d{2}(?::\d{2})?|[時时点]\d{1,2}分?))?(?:\ ?(?:更新|公開|発売|发布|配信))?$""",
        matches=("2023年11月5日 16時00分", "发布时间：2021-05-03 10:20", "公開：2021年5月3日"),
        rejects=("2023年11月5日、橋は閉鎖された。", "更新工程明年开始。"),
    ),
)
