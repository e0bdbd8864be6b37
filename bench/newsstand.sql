-- Rows that look like news: three reports a story, thirty sources, two languages, sections in turn.
-- %(articles)s is how many articles; names in braces are filled in by newsstand.py.

INSERT INTO sources_source ({source_columns})
SELECT {source_values} FROM generate_series(1, 30) AS n;

INSERT INTO articles_article (id, link, source_id, shard, slug, title, lead, text, text_from, byline, image, paid, language,
    language_confidence, sections, section_reason, not_news, published_at, seen_at, shown_at, happened_at, stage,
    stage_at, tries, trouble, aside_reason, read_at, indexed_at)
SELECT n, 'https://source-' || (n %% 30 + 1) || '.example/' || n, n %% 30 + 1, n %% 16, 'podiia-' || n,
    CASE WHEN n %% 3 = 1 THEN 'The port of Biloplav opened again after the storm, number ' || n
         ELSE 'Порт у Білоплаві знову відкрили після негоди: повідомлення номер ' || n END,
    'Перші слова повідомлення ' || n || ', у яких сказано головне: що сталося, де, коли і хто про це розповів людям.',
    repeat('Ще одне речення про те, що сталося в порту, і про людей, які це бачили. ', 12), 'page', '', '', false,
    CASE WHEN n %% 3 = 1 THEN 'en' ELSE 'uk' END, 0.99,
    ARRAY[(ARRAY['politics','world','economy','society','science','culture','sport'])[(n - 1) / 3 %% 7 + 1]], '{{}}', '',
    at, at + interval '20 s', at + interval '40 s', at, 'published', at, 0, '', '', at, at
FROM generate_series(1, %(articles)s) AS n, LATERAL (SELECT now() - (%(articles)s - n) * interval '{every} s' AS at) AS t;

INSERT INTO stories_story (id, root_id, lead_id, slug, titles, state, sections, languages, reports, sources, near_copies,
    first_at, last_at, shown_at, changed_at, score, standing, breaking, pin)
SELECT n, 3 * n - 2, 3 * n - 2, a.slug,
    jsonb_build_object('en', jsonb_build_object('title', a.title, 'article', a.id, 'source', 'x'),
                       'uk', jsonb_build_object('title', b.title, 'article', b.id, 'source', 'y')),
    'published', a.sections, '{{"uk": 2, "en": 1}}', 3, 3, 0, a.happened_at, a.happened_at + interval '20 s',
    a.shown_at, a.seen_at, n, '[{{"name": "recency", "value": 1.0, "words": {{"uk": "Щойно", "en": "Just now"}}}}]', false, 0
FROM generate_series(1, %(articles)s / 3) AS n
JOIN articles_article AS a ON a.id = 3 * n - 2 JOIN articles_article AS b ON b.id = 3 * n - 1;

INSERT INTO stories_placement (article_id, story_id, nearness, reason, since, by, happened_at)
SELECT id, (id + 2) / 3, 0.9, '{{"kind": "first"}}', seen_at, 'grouping', happened_at
FROM articles_article WHERE id <= %(articles)s / 3 * 3;

INSERT INTO claims_speaker (id, key, slug, name, role)
SELECT n, 'speaker ' || n, 'promovets-' || n, 'Промовець ' || n, '' FROM generate_series(1, 200) AS n;

INSERT INTO claims_claim (article_id, number, speaker_id, speaker_words, role, kind, anonymous, anonymity_reason, cue_spans,
    content_spans, quote, quote_start, quantities, via)
SELECT id, 1, id %% 200 + 1, 'Промовець', '', 'indirect', false, '', '[]', '[[20, 60]]',
    'Промовець сказав, що порт працює і кораблі заходять.', 0, '[]', ARRAY[]::varchar[]
FROM articles_article;

INSERT INTO records_update (kind, story_id, title, language, sections, at)
SELECT 'story_new', n, 'Порт', 'uk', ARRAY['world'], now() - n * interval '30 s' FROM generate_series(1000, 1, -1) AS n;
