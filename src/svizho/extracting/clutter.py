"""Lines on a news page that are no part of the article, by the words they are made of."""

from __future__ import annotations

import re

# Each list is of whole phrases as they stand on news sites, by language. A phrase counts only at a line's beginning.
_LEADING_ELSEWHERE = (
    r"read (?:also|more|next|on)|also read|see also|related(?: (?:stories|articles|news|content|topics))?",
    r"more on this(?: story)?|recommended(?: reading)?|don'?t miss|you may also like|most read|watch(?: also)?",
    r"читайте (?:також|также|ещ[её]|більше|по темі|по теме|далі)|також читайте|читати також|читать также",
    r"дивіться (?:також|ще)|смотрите также|до теми|по темі|по теме|більше по темі|вас може зацікавити",
    r"lesen sie (?:auch|dazu|mehr)|auch interessant|mehr zum thema|mehr dazu|siehe auch|lesetipp|das könnte sie",
    r"lire aussi|à lire (?:aussi|également)|voir aussi|sur le même sujet",
    r"leer también|lea también|le puede interesar|ver también|más información",
    r"leggi anche|per approfondire|leia também|leia mais|veja também|saiba mais",
    r"(?:czytaj|zobacz|przeczytaj) (?:także|też|również|więcej)",
    r"läs (?:också|även|mer)|les også|les mer|læs også|læs mere|lees ook|ayrıca bakınız|ilgili haber",
    r"прочетете още|вижте още|още по темата|чытайце таксама|baca juga|xem thêm|関連記事",
)
_CALLING = (
    r"follow (?:us|me|our)\b|subscribe\b|sign up\b|join (?:us|our)\b|share (?:this|on|via)\b|click here\b",
    r"download (?:the|our) app|get (?:the|our) (?:app|newsletter)|support (?:us\b|our (?:work|journalis))",
    r"©|copyright\s*(?:©|\(c\)|\d{4})|all rights reserved",
    r"підпи(?:шіться|шись|суйтеся|суйтесь|сатися (?:на|в))\b|подпи(?:шитесь|сывайтесь|саться (?:на|в))\b",
    r"приєднуйтеся до|долучайтеся до (?:нас|наш)|стежте за (?:нами|новинами)|присоединяйтесь к (?:нам|наш)",
    r"(?:наш|наші|мы|ми|читайте нас) (?:в|у) (?:telegram|телеграм|facebook|viber|instagram)",
    r"(?:більше|головні|усі|всі|найважливіші|больше|главные|все) (?:\w+ )?нов[ио]\w*.{0,60}"
    r"(?:telegram|телеграм|viber|whatsapp)",
    r"(?:підтрима(?:йте|ти)|поддержите|поддержать) (?:нас|наш\w*|редакці\w*|редакци\w*)\b",
    r"якщо (?:ви )?(?:знайшли|помітили|побачили) помилку|помітили помилку|нашли ошибку|заметили ошибку",
    r"abonnieren sie|folgen sie uns|teilen sie|suivez-nous|abonnez-vous|síguenos|suscríbete|seguici su|iscriviti",
)
_AGENCY = r"(?:dpa|afp|ap|reuters|epd|kna|sda|apa)"
# A line that is nothing but one of these: labels of buttons, times of reading and dates, marks of agencies.
_NOTING = (
    r"(?:reading time|read time|lesedauer|lesezeit|temps de lecture|tiempo de lectura)\b.{0,30}",
    r"(?:час читання|время чтения)\b.{0,30}",
    r"\d+\s*min(?:ute[ns]?|\.)?\s*(?:read|lesezeit|lesedauer|de lecture|de lectura)",
    r"\d+\s*(?:хв\w*\s*читання|мин\w*\s*чтения)|\d{1,2}:\d{2}\s*min\b.{0,60}",
    r"(?:(?:last )?updated|published|posted|stand|veröffentlicht|(?:zuletzt )?aktualisiert|publié|mis à jour|publicado|"
    r"actualizado|опубліковано|оновлено|опубликовано|обновлено|pubblicato|aggiornato|opublikowano|aktualizacja)\b"
    r"[^.!?]{0,40}(?:\d{1,2}[:.]\d{2}|(?:19|20)\d{2})[^!?]{0,30}",
    r"article content|end of article|story continues(?: below)?|embed|liveblog|trending|top stories",
    r"advertisement(?: - .{0,40})?|sponsored|anzeige|werbung|реклама|publicité|publicidad|passer la publicité",
    r"(?:comments?|kommentare?|discussion|коментар[іи]|комментарии|komentarze|comentarios|commentaires)(?: \(?\d*\)?)?",
    r"(?:share|teilen|поділитися|поділіться|поделиться|partager|compartir|condividi)(?: .{0,40})?",
    # The signature of an embedded post: "— Name (@handle) May 1, 2026".
    r".{1,80}\(@\w{1,30}\).{0,40}",
    r"il vous reste .{0,30} à lire.{0,60}|fehler gefunden\W.{0,30}",
    rf"(?:(?:mit|with|з|за даними|по данным) )?{_AGENCY}(?:[/, ]+(?:{_AGENCY}|\w{{2,4}}))*",
)
_PICTURED = (
    r"photo(?:graph)?s?|image|picture|foto|bild|pic|quelle|credits?|crédit|getty images|imago|©",
    r"фото|світлина|зображення|ілюстрація|иллюстрация|скріншот|скриншот|джерело фото|источник фото|автор фото",
)

# A line longer than this is a paragraph, whatever it begins with.
_LONGEST_LINE = 220


def _beginning(phrases: tuple[str, ...], end: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{'|'.join(phrases)}){end}", re.I)


_LEADS_ELSEWHERE = _beginning(_LEADING_ELSEWHERE, r"\b")
_CALL = _beginning(_CALLING, "")
# A caption has no end of a sentence inside, or a colon after its first word.
_CAPTION = _beginning(_PICTURED, r"(?:\s*[:：/]|\b[^.!?:]{0,100}$)")

_NOTE = _beginning(_NOTING, r"\W*$")


def leads_elsewhere(line: str) -> bool:
    """Tell whether a line begins as a pointer to another article does ("Read also: ...")."""
    return len(line) <= _LONGEST_LINE and bool(_LEADS_ELSEWHERE.match(line))


def is_call_or_caption(line: str) -> bool:
    """Tell whether a line asks to follow, share or subscribe, marks an advertisement, or credits a picture."""
    return len(line) <= _LONGEST_LINE and bool(_CALL.match(line) or _CAPTION.match(line))


def is_note(line: str) -> bool:
    """Tell whether a whole line is a label of the page: reading time, date line, "Comments", an agency's mark."""
    return len(line) <= _LONGEST_LINE and bool(_NOTE.match(line))
