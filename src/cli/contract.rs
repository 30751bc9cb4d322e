//! The JSON that other programs read, field by field. Names and meanings are fixed; fields may be added.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::answer::{Answer, Cited, CitedPassage, CitedRow, Confidence, Kind, Widened};
use crate::engine::Response;
use crate::pay::{Currency, Derived, Employment, Evidence, How, Level, PayComponent, PayFigure, PayPeriod, PayStatistic, RoleRef, Skipped, Slot, Years};
use crate::question::{Compare, Intent, Question};
use crate::text::{Document, PartialDate, Source};

/// A number as a person writes it: `116000`, not `116000.0`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(pub f64);

/// Whole numbers up to this are exact in the double-precision numbers of JSON's readers.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "a whole number that is in range")]
            s.serialize_i64(self.0 as i64)
        } else {
            s.serialize_f64(self.0)
        }
    }
}

/// `[min, max or null]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct YearsJson(Number, Option<Number>);

impl From<Years> for YearsJson {
    fn from(years: Years) -> Self {
        Self(Number(years.0), years.1.map(Number))
    }
}

/// A figure, or an amount that was skipped.
#[derive(Debug, Default, Serialize)]
pub struct FigureJson<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    quote: &'a str,
    sentence: &'a str,
    low: Option<Number>,
    high: Option<Number>,
    currency: Option<Currency>,
    period: Option<PayPeriod>,
    statistic: Option<PayStatistic>,
    percentile: Option<Number>,
    component: Option<PayComponent>,
    open_ended: Option<bool>,
    role: Option<&'a str>,
    role_name: Option<&'a str>,
    level: Option<Level>,
    experience_years: Option<YearsJson>,
    place: Option<&'a str>,
    employment: Option<Employment>,
    source: Option<&'a str>,
    as_of: Option<PartialDate>,
    skipped: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<ArticleJson<'a>>,
    /// In a comparison, the side it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<usize>,
    /// Why an operator corrected it.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Vec<EvidenceJson<'a>>>,
}

/// Which words gave a slot its value.
#[derive(Debug, Serialize)]
pub struct EvidenceJson<'a> {
    slot: Slot,
    how: How,
    words: Option<&'a str>,
}

impl<'a> FigureJson<'a> {
    fn of(figure: &'a PayFigure, file: &'a str, quote: &'a str, sentence: &'a str) -> Self {
        Self {
            file,
            start: figure.span.start,
            end: figure.span.end,
            quote,
            sentence,
            low: figure.amounts.low.map(Number),
            high: figure.amounts.high.map(Number),
            currency: figure.currency,
            period: figure.period,
            statistic: Some(figure.statistic),
            percentile: figure.percentile.map(Number),
            component: Some(figure.component),
            open_ended: Some(figure.open_ended),
            role: figure.role.as_ref().and_then(|r| r.id.as_deref()),
            role_name: figure.role.as_ref().map(|r| r.name.as_str()),
            level: figure.level,
            experience_years: figure.experience.map(YearsJson::from),
            place: figure.place.as_deref(),
            employment: figure.employment,
            source: figure.source.as_deref(),
            as_of: figure.as_of,
            corrected: figure.corrected.as_deref(),
            ..Self::default()
        }
    }

    /// A figure that was read from `document`, named `file`; with its evidence where `explain`.
    pub fn read(figure: &'a PayFigure, document: &'a Document, file: &'a str, explain: bool) -> Self {
        let evidence = |e: &Evidence| EvidenceJson { slot: e.slot, how: e.how, words: e.span.map(|s| document.bytes(s)) };
        let evidence = explain.then(|| figure.evidence.iter().map(evidence).collect());
        // "BLS", as the article has it; the index knows it by its full name.
        let said = figure.evidence.iter().find(|e| e.slot == Slot::Source).and_then(|e| e.span).map(|s| document.bytes(s));
        let acronym = said.filter(|s| s.len() <= 6 && s.bytes().all(|b| b.is_ascii_uppercase()));
        let source = acronym.or(figure.source.as_deref());
        Self { evidence, source, ..Self::of(figure, file, document.bytes(figure.span), document.bytes(figure.sentence)) }
    }

    /// An amount of `document` that is no pay.
    pub fn skipped(skipped: &'a Skipped, document: &'a Document, file: &'a str) -> Self {
        Self {
            file,
            start: skipped.span.start,
            end: skipped.span.end,
            quote: document.bytes(skipped.span),
            sentence: document.bytes(skipped.sentence),
            low: skipped.amounts.low.map(Number),
            high: skipped.amounts.high.map(Number),
            currency: skipped.currency,
            skipped: Some(skipped.why),
            ..Self::default()
        }
    }

    fn cited(cited: &'a Cited) -> Self {
        let record = &cited.record;
        let article = ArticleJson { origin: OriginJson::of(cited), ..ArticleJson::of(&cited.article.path, &cited.article.source) };
        Self { article: Some(article), side: cited.side, ..Self::of(&record.figure, &cited.article.path, &record.quote, &record.sentence) }
    }
}

/// An article.
#[derive(Debug, Serialize)]
pub struct ArticleJson<'a> {
    path: &'a str,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    published: Option<PartialDate>,
    url: Option<&'a str>,
    origin: Option<OriginJson<'a>>,
}

impl<'a> ArticleJson<'a> {
    fn of(path: &'a str, source: &'a Source) -> Self {
        Self {
            path,
            title: source.title.as_deref(),
            publisher: source.publisher.as_deref(),
            published: source.published,
            url: source.url.as_deref(),
            origin: None,
        }
    }
}

/// Whom an article repeats.
#[derive(Debug, Serialize)]
pub struct OriginJson<'a> {
    name: &'a str,
    title: Option<&'a str>,
    url: Option<&'a str>,
    published: Option<PartialDate>,
}

impl<'a> OriginJson<'a> {
    fn of(cited: &'a Cited) -> Option<Self> {
        match &cited.origin {
            Some(origin) => Some(Self { name: &origin.name, title: origin.title.as_deref(), url: origin.url.as_deref(), published: origin.published }),
            None => cited.origin_name().map(|name| Self { name, title: None, url: None, published: None }),
        }
    }
}

/// An amount that the asker was offered.
#[derive(Debug, Serialize)]
struct OfferJson {
    amount: Number,
    currency: Option<Currency>,
    period: PayPeriod,
}

/// A question as it was understood.
#[derive(Debug, Serialize)]
pub struct QuestionJson<'a> {
    text: &'a str,
    intent: Intent,
    roles: &'a [RoleRef],
    level: Option<Level>,
    location: Option<&'a str>,
    experience_years: Option<YearsJson>,
    employment: Option<Employment>,
    period: Option<PayPeriod>,
    currency: Option<Currency>,
    component: Option<PayComponent>,
    offer: Option<OfferJson>,
    compare: Option<&'a Compare>,
    unresolved: &'a [String],
}

impl<'a> QuestionJson<'a> {
    fn of(question: &'a Question) -> Self {
        Self {
            text: &question.text,
            intent: question.intent,
            roles: &question.roles,
            level: question.level,
            location: question.location.as_ref().map(|l| l.name.as_str()),
            experience_years: question.experience.map(YearsJson::from),
            employment: question.employment,
            period: question.period,
            currency: question.currency,
            component: question.component,
            offer: question.offer.map(|o| OfferJson { amount: Number(o.amount), currency: o.currency, period: o.period }),
            compare: question.compare.as_ref(),
            unresolved: &question.unresolved,
        }
    }
}

/// A quoted sentence.
#[derive(Debug, Serialize)]
pub struct PassageJson<'a> {
    quote: &'a str,
    article: ArticleJson<'a>,
}

impl<'a> PassageJson<'a> {
    fn of(passage: &'a CitedPassage) -> Self {
        Self { quote: &passage.record.quote, article: ArticleJson::of(&passage.article.path, &passage.article.source) }
    }
}

/// An answer.
#[derive(Debug, Serialize)]
pub struct AnswerJson<'a> {
    kind: Kind,
    figures: Vec<FigureJson<'a>>,
    passages: Vec<PassageJson<'a>>,
    derived: &'a [Derived],
    widened: &'a [Widened],
    suggestions: &'a [String],
    notes: &'a [String],
    sides: &'a [String],
    confidence: Option<&'a Confidence>,
    more: usize,
    rows: Vec<RowJson<'a>>,
}

/// A row of a table.
#[derive(Debug, Serialize)]
struct RowJson<'a> {
    quote: &'a str,
    role: &'a str,
    soc: Option<&'a str>,
    place: Option<&'a str>,
    cells: Vec<[&'a str; 2]>,
    notes: &'a [String],
    article: ArticleJson<'a>,
}

impl<'a> RowJson<'a> {
    fn of(row: &'a CitedRow) -> Self {
        let of = &row.record.row;
        Self {
            quote: &row.record.quote,
            role: &of.role.name,
            soc: of.soc.as_deref(),
            place: of.place.as_deref(),
            cells: row.shown().map(|cell| [cell.header.as_str(), cell.text.as_str()]).collect(),
            notes: &row.notes,
            article: ArticleJson::of(&row.article.path, &row.article.source),
        }
    }
}

impl<'a> AnswerJson<'a> {
    fn of(answer: &'a Answer) -> Self {
        Self {
            kind: answer.kind,
            figures: answer.figures.iter().map(FigureJson::cited).collect(),
            passages: answer.passages.iter().map(PassageJson::of).collect(),
            derived: &answer.derived,
            widened: &answer.widened,
            suggestions: &answer.suggestions,
            notes: &answer.notes,
            sides: &answer.sides,
            confidence: answer.confidence.as_ref(),
            more: answer.more,
            rows: answer.rows.iter().map(RowJson::of).collect(),
        }
    }
}

/// A question with its answer, the message that the asker's channel would get, and the time that answering took.
#[derive(Debug, Serialize)]
pub struct ResponseJson<'a> {
    question: QuestionJson<'a>,
    answer: AnswerJson<'a>,
    message: Option<Value>,
    elapsed_us: u128,
}

impl<'a> ResponseJson<'a> {
    /// Of a response.
    pub fn of(response: &'a Response, message: Option<Value>, elapsed: std::time::Duration) -> Self {
        Self { question: QuestionJson::of(&response.question), answer: AnswerJson::of(&response.answer), message, elapsed_us: elapsed.as_micros() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Asked;
    use crate::engine::Engine;
    use crate::question::Via;

    const ARTICLE: &str = "---\ntitle: Pay\npublisher: Us\npublished: 2024-08\nurl: https://example.org/pay\norigins:\n  - name: Glassdoor\n    published: 2024-08\n---\nSenior DevOps engineers in Austin earn between $116,000 and $172,000.50 per year, according to Glassdoor. A laptop costs $2,000.\n";
    const FIGURE: &str = "file start end quote sentence low high currency period statistic percentile component open_ended role \
                          role_name level experience_years place employment source as_of skipped";

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.md"), ARTICLE).expect("written");
        folder
    }

    fn asked(text: &str) -> Value {
        let folder = folder();
        let (engine, _) = Engine::open(&[folder.path().to_owned()], None, &mut |_, _| {}).expect("opened");
        let response =
            engine.answer(text, Asked { today: "2026-11-22".parse().expect("a date"), via: Via::Slash, private: true, currency: None }).expect("answered");
        serde_json::to_value(ResponseJson::of(&response, None, std::time::Duration::from_micros(7))).expect("JSON")
    }

    fn keys(value: &Value) -> String {
        value.as_object().expect("an object").keys().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn whole_numbers_have_no_point() {
        let text = |n: f64| serde_json::to_string(&Number(n)).expect("JSON");
        for (number, want) in [(116_000.0, "116000"), (28.69, "28.69"), (0.0, "0"), (1e18, "1e+18"), (f64::NAN, "null")] {
            assert_eq!(text(number), want);
        }
        assert_eq!(serde_json::to_string(&YearsJson::from(Years(3.0, None))).expect("JSON"), "[3,null]");
        assert_eq!(serde_json::to_string(&YearsJson::from(Years(1.5, Some(5.0)))).expect("JSON"), "[1.5,5]");
    }

    #[test]
    fn a_figure_has_just_these_fields() {
        let folder = folder();
        let (document, extraction) = Engine::read_file(&folder.path().join("a.md")).expect("a lexicon").expect("an article");
        let figure = serde_json::to_value(FigureJson::read(&extraction.figures[0], &document, "a.md", false)).expect("JSON");
        assert_eq!(keys(&figure), FIGURE);
        assert_eq!(
            (&figure["low"], &figure["high"], &figure["currency"], &figure["period"]),
            (&116_000.into(), &172_000.5.into(), &"USD".into(), &"year".into())
        );
        let (start, end) = (figure["start"].as_u64().expect("a number") as usize, figure["end"].as_u64().expect("a number") as usize);
        assert_eq!(&ARTICLE[start..end], figure["quote"].as_str().expect("text"));
        assert!(ARTICLE.contains(figure["sentence"].as_str().expect("text")));
        let skipped = serde_json::to_value(FigureJson::skipped(&extraction.skipped[0], &document, "a.md")).expect("JSON");
        assert_eq!(keys(&skipped), FIGURE);
        assert!(skipped["skipped"].is_string() && skipped["role"].is_null() && skipped["component"].is_null());
        let explained = serde_json::to_value(FigureJson::read(&extraction.figures[0], &document, "a.md", true)).expect("JSON");
        assert!(explained["evidence"].as_array().is_some_and(|e| e.iter().any(|x| x["slot"] == "role" && x["how"] == "stated")), "{explained}");
    }

    #[test]
    fn a_response_has_these_fields() {
        let json = asked("senior devops austin");
        assert_eq!(keys(&json), "question answer message elapsed_us");
        assert_eq!(keys(&json["question"]), "text intent roles level location experience_years employment period currency component offer compare unresolved");
        assert_eq!(keys(&json["question"]["roles"][0]), "id name");
        assert_eq!((&json["question"]["level"], &json["question"]["location"]), (&"senior".into(), &"Austin".into()));
        assert!(keys(&json["answer"]).starts_with("kind figures passages derived widened suggestions notes"));
        let figure = &json["answer"]["figures"][0];
        assert!(keys(figure).starts_with(FIGURE));
        assert_eq!(figure["file"], "a.md");
        assert_eq!(keys(&figure["article"]), "path title publisher published url origin");
        assert_eq!(figure["article"]["origin"], serde_json::json!({"name": "Glassdoor", "title": null, "url": null, "published": "2024-08"}));
        assert_eq!(json["elapsed_us"], 7);
    }

    #[test]
    fn an_offer_is_a_plain_amount() {
        let json = asked("is 140k a good offer for a devops engineer in austin?");
        assert_eq!(json["question"]["offer"], serde_json::json!({"amount": 140_000, "currency": "USD", "period": "year"}));
    }
}
