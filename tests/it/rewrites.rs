//! A question asked in other letters, with a slip of the finger, or politely is the same question.

use salary_bot::engine::Engine;
use salary_bot::question::{Intent, Question, Via};

/// How many of a hundred rewrites must be understood as before.
const SAME: usize = 95;

type Rewrite = fn(&str) -> Option<String>;

/// Ways of writing a question anew; none where a way does not apply. All of them are the same on every run.
const WAYS: [(&str, Rewrite); 8] = [
    ("capitals", |t| Some(t.to_uppercase())),
    ("small letters", |t| Some(t.to_lowercase())),
    ("a greeting", |t| Some(format!("hi, {t}"))),
    ("thanks", |t| Some(format!("{t} thanks in advance 🙏"))),
    ("spaces", |t| Some(t.replace(' ', "   "))),
    ("a letter twice", |t| slip(t, |w, at| format!("{}{}{}", &w[..at], &w[at - 1..at], &w[at..]))),
    ("two letters turned", |t| slip(t, |w, at| format!("{}{}{}{}", &w[..at], &w[at + 1..at + 2], &w[at..=at], &w[at + 2..]))),
    ("another word for it", |t| {
        const WORDS: [(&str, &str); 6] = [("engineer", "eng"), ("developer", "dev"), ("senior", "sr"), ("years", "yrs"), ("salary", "pay"), ("junior", "jr")];
        WORDS.iter().find(|(from, _)| t.split(' ').any(|w| w == *from)).map(|(from, to)| t.replacen(from, to, 1))
    }),
];

/// A slip in the longest word, where there is one that is long enough for a slip to be seen as one.
fn slip(text: &str, change: fn(&str, usize) -> String) -> Option<String> {
    let word = text.split(' ').filter(|w| w.len() >= 8 && w.bytes().all(|b| b.is_ascii_lowercase())).max_by_key(|w| w.len())?;
    let changed = change(word, word.len() / 2);
    (changed != word).then(|| text.replacen(word, &changed, 1))
}

/// What is compared: everything that decides the answer.
fn heart(q: &Question) -> String {
    let roles: Vec<_> = q.roles.iter().map(|r| r.id.clone().unwrap_or_else(|| r.name.to_lowercase())).collect();
    let place = q.location.as_ref().map(|l| l.id.clone());
    let offer = q.offer.map(|o| o.amount);
    format!("{:?} {roles:?} {:?} {place:?} {:?} {:?} {:?} {offer:?} {:?}", q.intent, q.level, q.experience, q.employment, q.period, q.component)
}

#[test]
fn the_same_question_in_other_words_is_the_same_question() {
    let (engine, _) = Engine::open(&[], None, &mut |_, _| {}).expect("opened");
    let (mut asked, mut wrong) = (0, Vec::new());
    for (text, via) in super::cases::questions() {
        let before = engine.understand(&text, via);
        if before.intent == Intent::NotSalary || via == Via::Prefix {
            continue;
        }
        for (way, rewrite) in WAYS {
            let Some(other) = rewrite(&text) else { continue };
            asked += 1;
            let after = engine.understand(&other, via);
            if heart(&before) != heart(&after) {
                wrong.push(format!("{way}: {other}\n    {}\n    {}", heart(&before), heart(&after)));
            }
        }
    }
    assert!(asked > 200, "{asked}");
    let same = (asked - wrong.len()) * 100 / asked;
    eprintln!("{same} % of {asked} rewrites");
    assert!(same >= SAME, "{same} % of {asked}:\n{}", wrong.join("\n"));
}
