-- Indexes, full-text search and views of the tables that claimx.writers.sqlite makes.

CREATE INDEX IF NOT EXISTS claims_doc ON claims (doc, start_char);
CREATE INDEX IF NOT EXISTS claims_speaker ON claims (speaker);
CREATE INDEX IF NOT EXISTS claims_speaker_name ON claims (speaker_name);
CREATE INDEX IF NOT EXISTS claims_published ON claims (published);
CREATE INDEX IF NOT EXISTS figures_doc ON figures (doc, start_char);
CREATE INDEX IF NOT EXISTS figures_claim ON figures (claim);
CREATE INDEX IF NOT EXISTS figures_unit ON figures (unit, value);
CREATE INDEX IF NOT EXISTS dates_doc ON dates (doc, start_char);
CREATE INDEX IF NOT EXISTS dates_claim ON dates (claim);
CREATE INDEX IF NOT EXISTS dates_low ON dates (low);
CREATE INDEX IF NOT EXISTS segments_doc ON segments (doc);
CREATE INDEX IF NOT EXISTS speakers_doc ON speakers (doc);
CREATE INDEX IF NOT EXISTS speakers_name ON speakers (name);
CREATE INDEX IF NOT EXISTS figure_periods_doc ON figure_periods (doc);
CREATE INDEX IF NOT EXISTS figure_periods_date ON figure_periods (date);

CREATE VIRTUAL TABLE IF NOT EXISTS claims_fts USING fts5 (
    text, context, speaker_name, content = "claims", tokenize = "porter unicode61"
);
CREATE TRIGGER IF NOT EXISTS claims_inserted AFTER INSERT ON claims BEGIN
    INSERT INTO claims_fts (rowid, text, context, speaker_name)
    VALUES (new.rowid, new.text, new.context, new.speaker_name);
END;
CREATE TRIGGER IF NOT EXISTS claims_deleted AFTER DELETE ON claims BEGIN
    INSERT INTO claims_fts (claims_fts, rowid, text, context, speaker_name)
    VALUES ('delete', old.rowid, old.text, old.context, old.speaker_name);
END;
CREATE TRIGGER IF NOT EXISTS claims_updated AFTER UPDATE ON claims BEGIN
    INSERT INTO claims_fts (claims_fts, rowid, text, context, speaker_name)
    VALUES ('delete', old.rowid, old.text, old.context, old.speaker_name);
    INSERT INTO claims_fts (rowid, text, context, speaker_name)
    VALUES (new.rowid, new.text, new.context, new.speaker_name);
END;

-- Who said what, and when.
CREATE VIEW IF NOT EXISTS said AS
SELECT
    coalesce(said, published) AS day, speaker_name, speaker_role, stance, cue_lemma AS verb, text,
    form, confidence, title, doc, url, id AS claim
FROM claims
ORDER BY day, doc, start_char;

-- Each claim with each figure in it.
CREATE VIEW IF NOT EXISTS claims_with_figures AS
SELECT
    claims.speaker_name, claims.stance, claims.text AS claim_text, figures.text AS figure_text,
    figures.item, figures.measure, figures.value, figures.low, figures.high, figures.unit,
    figures.modifier, figures.change, figures.per, periods.period, claims.published, claims.title,
    claims.doc, claims.url, claims.id AS claim, figures.id AS figure
FROM claims
JOIN figures ON figures.claim = claims.id
LEFT JOIN (
    SELECT figure, group_concat(dates.value, ', ') AS period
    FROM figure_periods JOIN dates ON dates.id = figure_periods.date GROUP BY figure
) AS periods ON periods.figure = figures.id
ORDER BY claims.published, claims.doc, figures.start_char;

-- The sources that speak most, over all articles.
CREATE VIEW IF NOT EXISTS speaker_totals AS
SELECT
    speakers.name, max(speakers.kind) AS kind, max(speakers.role) AS role,
    count(*) AS claims, count(DISTINCT claims.doc) AS articles,
    sum(claims.stance = 'denies') AS denials,
    min(claims.published) AS first_published, max(claims.published) AS last_published
FROM speakers JOIN claims ON claims.speaker = speakers.id
WHERE speakers.name IS NOT NULL
GROUP BY speakers.name
ORDER BY count(*) DESC, speakers.name;

-- The days, months and years that the articles speak of.
CREATE VIEW IF NOT EXISTS timeline AS
SELECT
    dates.low, dates.high, dates.value, dates.text, dates.context, claims.speaker_name,
    dates.title, dates.doc, dates.url, dates.id AS date, dates.claim
FROM dates LEFT JOIN claims ON claims.id = dates.claim
WHERE dates.low IS NOT NULL
ORDER BY dates.low, dates.high, dates.doc, dates.start_char;
