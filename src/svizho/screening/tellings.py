"""Verdicts in words: in full for the desk, kindly for the reader, in Ukrainian and English."""

from __future__ import annotations

from svizho.screening.values import Look

# code: (desk uk, desk en, reader uk, reader en). Facts of the look stand in for the names in braces. To a reader
# nothing is said that would teach a seller how to pass.
_WAITS = ("Дякуємо! Коментар чекає на модератора й з’явиться після перевірки.",
          "Thank you! Your comment waits for a moderator and appears once it is looked at.")  # fmt: skip
_TELLINGS: dict[str, tuple[str, str, str, str]] = {
    "closed": ("обговорення закрито", "the thread is closed",
               "Обговорення цієї історії вже закрито.", "This story’s talk is closed."),
    "empty": ("порожній текст", "nothing is written", "Напишіть кілька слів: коментар порожній.",
              "Please write a few words: the comment is empty."),
    "too_long": ("{chars} знаків, дозволено {most}", "{chars} characters, {most} are allowed",
                 "Задовго: {chars} знаків, а вміщується {most}. Скоротіть, будь ласка.",
                 "Too long: {chars} characters where {most} fit. Please shorten it."),
    "name": ("ім’я без літер або довше за {most} знаків", "a name without letters or longer than {most} characters",
             "Назвіться, будь ласка: хоча б одна літера, не більше {most} знаків.",
             "Please give a name: one letter at least, {most} characters at most."),
    "banned": ("автора заблоковано: {reason}", "the author is banned: {reason}",
               "Зараз ви не можете тут писати: {reason}.", "You cannot write here now: {reason}."),
    "desk": ("пише редакція", "written by the desk", "Опубліковано.", "Published."),
    "honeypot": ("заповнено приховане поле: «{filled}»", "the hidden field was filled: “{filled}”", *_WAITS),
    "too_fast": ("написано за {seconds} с", "written in {seconds} s", *_WAITS),
    "said_before": ("той самий текст від тієї самої людини", "the same text by the same person",
                    "Ви це вже тут написали.", "You have said this here already."),
    "same_text": ("такий текст надіслано за добу: {times}", "the same text came in a day: {times}", *_WAITS),
    "flood": ("потік: {address} з адреси, {person} від людини за {minutes} хв",
              "a flood: {address} from the address, {person} by the person in {minutes} min",
              "Забагато коментарів поспіль. Зачекайте, будь ласка, кілька хвилин.",
              "Too many comments in a row. Please wait a few minutes."),
    "person_rate": ("{person} коментарів від людини за {minutes} хв", "{person} by the person in {minutes} min",
                    *_WAITS),
    "address_rate": ("{address} коментарів з однієї адреси за {minutes} хв",
                     "{address} comments from one address in {minutes} min", *_WAITS),
    "thread_rate": ("{thread} коментарів у гілці за {minutes} хв", "{thread} comments in the thread in {minutes} min",
                    *_WAITS),
    "many_links": ("посилань: {links}", "links: {links}", "Забагато посилань. Залиште одне, найпотрібніше.",
                   "Too many links. Please keep the one that matters."),
    "links": ("посилань: {links}", "links: {links}", *_WAITS),
    "link_in_name": ("посилання в імені", "a link in the name", *_WAITS),
    "link_alone": ("саме посилання, без слів", "a link without a word", *_WAITS),
    "banned_word": ("заборонене слово: «{word}»", "a banned word: “{word}”",
                    "У коментарі є слова, яких ми не публікуємо. Перепишіть, будь ласка.",
                    "The comment holds words that we do not publish. Please write it differently."),
    "suspect_word": ("підозріле слово: «{word}»", "a suspect word: “{word}”", *_WAITS),
    "office": ("ім’я як у редакції: «{name}»", "a name like the desk’s: “{name}”", *_WAITS),
    "refused_often": ("відмовлено {refused}, опубліковано {published}", "refused {refused}, published {published}",
                      *_WAITS),
    "noise": ("шум: {kind}", "noise: {kind}", *_WAITS),
    "like_spam": ("схоже на те, що відхиляли: {score}", "like what was refused: {score}", *_WAITS),
    "premoderated": ("тут перевіряють усе", "everything is looked at here", *_WAITS),
    "first": ("перший коментар людини", "the person’s first comment",
              "Дякуємо! Перший коментар перевіряє модератор; наступні з’являтимуться одразу.",
              "Thank you! A moderator looks at everybody’s first comment; later ones appear at once."),
    "passed": ("пройшов усі перевірки", "passed every check", "Опубліковано.", "Published."),
    "edited": ("змінено автором", "changed by its author", *_WAITS),
    "flagged": ("скарг: {flags}", "flags: {flags}", *_WAITS),
}  # fmt: skip

_PHASES = {
    "closed": ("Чи відкрито", "Open or closed"), "length": ("Довжина й ім’я", "Length and name"),
    "ban": ("Блокування", "Bans"), "desk": ("Чи з редакції", "Of the desk"), "traps": ("Пастки для машин", "Traps"),
    "repeated": ("Повтори", "Repetition"), "rate": ("Частота", "Rate"), "links": ("Посилання", "Links"),
    "words": ("Слова зі списку", "Listed words"), "history": ("Історія автора", "The author’s history"),
    "noise": ("Шум", "Noise"), "spam": ("Схожість на спам", "Likeness to spam"),
    "newcomer": ("Режим і новачки", "Mode and newcomers"), "passed": ("Підсумок", "In the end"),
    "edit": ("Зміна", "Change"), "flags": ("Скарги читачів", "Readers’ flags"),
}  # fmt: skip


# What a phase saw that decided nothing.
_SEEN = {
    "length": ("{chars} знаків із {most}", "{chars} of {most} characters"),
    "traps": ("писано {seconds} с", "written in {seconds} s"),
    "repeated": ("такий текст за добу: {times}", "the same text in a day: {times}"),
    "rate": ("за {minutes} хв: людина {person}, адреса {address}, гілка {thread}",
             "in {minutes} min: person {person}, address {address}, thread {thread}"),
    "links": ("посилань: {links}", "links: {links}"),
    "history": ("опубліковано {published}, відмовлено {refused}", "published {published}, refused {refused}"),
    "spam": ("{score}", "{score}"),
    "newcomer": ("опубліковано {published}", "published {published}"),
}  # fmt: skip


def to_desk(look: Look, language: str = "uk") -> str:
    """Say in full what a phase decided and why, or what it saw; "" where it saw nothing to tell."""
    told = _TELLINGS.get(look.code) or (_SEEN.get(look.phase) if look.facts else None)
    return told[0 if language == "uk" else 1].format(**look.facts) if told else look.code


def to_reader(look: Look, language: str = "uk") -> str:
    """Say to the author of a comment what became of it, kindly."""
    told = _TELLINGS.get(look.code) or ("", "", *_WAITS)
    return told[2 if language == "uk" else 3].format(**look.facts)


def phase_name(look: Look, language: str = "uk") -> str:
    """Name a phase for the desk."""
    return _PHASES.get(look.phase, (look.phase, look.phase))[0 if language == "uk" else 1]
