//! Every row of the lexicon is its own test.

use salary_bot::lexicon::{Lexicon, Reading, Term};

fn roles_in(lexicon: &Lexicon, text: &str, reading: Reading) -> Vec<String> {
    let ids = lexicon.find(text, reading).into_iter().filter_map(|f| if let Term::Role(at) = f.term { lexicon.roles.get(at) } else { None });
    ids.map(|r| r.id.clone()).collect()
}

#[test]
fn every_role_reads_its_examples_and_not_what_it_must_not() {
    let lexicon = Lexicon::bundled().expect("a lexicon");
    let mut wrong = Vec::new();
    for role in lexicon.roles.iter() {
        wrong.extend(
            role.examples.iter().filter(|e| !roles_in(lexicon, e, Reading::Question).contains(&role.id)).map(|e| format!("{}: `{e}` is not read", role.id)),
        );
        wrong.extend(role.not.iter().filter(|n| roles_in(lexicon, n, Reading::Prose).contains(&role.id)).map(|n| format!("{}: `{n}` is read", role.id)));
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_place_is_found_by_its_name_and_lies_in_a_country_or_region() {
    let lexicon = Lexicon::bundled().expect("a lexicon");
    let mut wrong = Vec::new();
    for place in lexicon.places.iter() {
        let found = lexicon
            .find(&place.name, Reading::Label)
            .iter()
            .any(|f| matches!(f.term, Term::Place(at) if lexicon.places.get(at).is_some_and(|p| p.id == place.id)));
        let known = place.kind == salary_bot::lexicon::PlaceKind::Remote || found;
        let within = lexicon.places.around(place).count() < 8;
        if !known || !within {
            wrong.push(format!("{}: found {found}, within {within}", place.id));
        }
        if place.kind == salary_bot::lexicon::PlaceKind::Country && place.currency.is_none_or(|c| !lexicon.currencies.is_known(c)) {
            wrong.push(format!("{}: currency {:?} is not in use", place.id, place.currency));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn amounts_are_read_in_every_notation() {
    let lexicon = Lexicon::bundled().expect("a lexicon");
    for (text, low, high) in [
        ("$120,000", 120_000.0, 120_000.0),
        ("120k a year", 120_000.0, 120_000.0),
        ("$120-150k", 120_000.0, 150_000.0),
        ("£45k–£60k", 45_000.0, 60_000.0),
        ("between 90 and 110 thousand dollars", 90_000.0, 110_000.0),
        ("$1.2M", 1_200_000.0, 1_200_000.0),
        ("US$ 30,000 / US$35000", 30_000.0, 35_000.0),
        ("USD 95,000", 95_000.0, 95_000.0),
        ("80,265 USD$", 80_265.0, 80_265.0),
        ("CHF 120'000", 120_000.0, 120_000.0),
        ("C$98 500", 98_500.0, 98_500.0),
        ("€55.000", 55_000.0, 55_000.0),
        ("65.000 - 80.000 EUR", 65_000.0, 80_000.0),
        ("PLN 12 600", 12_600.0, 12_600.0),
        ("₹25 lakhs", 2_500_000.0, 2_500_000.0),
        ("12-18 LPA", 1_200_000.0, 1_800_000.0),
        ("12.19L p.a.", 1_219_000.0, 1_219_000.0),
        ("₹70k-1.5L/month", 70_000.0, 150_000.0),
        ("1.17 crore", 11_700_000.0, 11_700_000.0),
        ("¥4.5M–¥6.5M", 4_500_000.0, 6_500_000.0),
        ("A$140,000", 140_000.0, 140_000.0),
        ("$117,000.59%", 117_000.59, 117_000.59),
        ("$145k-155k", 145_000.0, 155_000.0),
    ] {
        let found = salary_bot::mention::money(text, lexicon);
        assert_eq!(found.iter().map(|m| (m.amounts.low, m.amounts.high)).collect::<Vec<_>>(), [(Some(low), Some(high))], "{text}");
    }
    for text in ["in 2024", "10+ years", "401(k)", "5k requests", "v1.2.3", "50 people", "45.9%", "R2", "100 times", "call 555-1234", "m5.2xlarge", "L5", ""] {
        assert!(salary_bot::mention::money(text, lexicon).is_empty(), "{text}");
    }
}
