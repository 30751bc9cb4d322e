use std::io::Write;
fn main() {
    let lexicon = match salary_bot::lexicon::Lexicon::bundled() { Ok(l) => l, Err(e) => { eprintln!("{e}"); std::process::exit(2) } };
    let mut out = std::io::stdout().lock();
    for f in std::env::args().skip(1).filter(|a| !a.starts_with("--") && a != "extract") {
        match salary_bot::ingest::load_file(std::path::Path::new(&f), &f) {
            Ok(doc) => { for x in salary_bot::extract::extract(&doc, lexicon).figures { let _ = writeln!(out, "{}", serde_json::json!({"file": f, "start": x.span.start, "end": x.span.end, "quote": doc.bytes(x.span), "sentence": doc.bytes(x.sentence), "low": x.amounts.low, "high": x.amounts.high, "currency": x.currency, "period": x.period, "statistic": x.statistic, "percentile": x.percentile, "component": x.component, "open_ended": x.open_ended, "role": x.role.as_ref().and_then(|r| r.id.clone()), "role_name": x.role.as_ref().map(|r| r.name.clone()), "level": x.level, "experience_years": x.experience, "place": x.place, "employment": x.employment, "source": x.source, "as_of": x.as_of, "skipped": null})); } }
            Err(e) => eprintln!("{e}"),
        }
    }
}
