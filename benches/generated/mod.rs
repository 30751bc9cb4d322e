//! A corpus of any size, the same on every run: articles of our own sentences about roles, places and levels, five figures each.

use std::fmt::Write as _;
use std::path::Path;

const ROLES: [&str; 24] = [
    "backend developer",
    "frontend developer",
    "data engineer",
    "data scientist",
    "DevOps engineer",
    "cloud engineer",
    "site reliability engineer",
    "QA engineer",
    "product manager",
    "UX designer",
    "registered nurse",
    "teacher",
    "accountant",
    "civil engineer",
    "mechanical engineer",
    "pharmacist",
    "electrician",
    "plumber",
    "systems administrator",
    "security analyst",
    "machine learning engineer",
    "mobile developer",
    "technical writer",
    "business analyst",
];
const PLACES: [&str; 16] = [
    "London",
    "Berlin",
    "Austin",
    "New York",
    "Toronto",
    "Sydney",
    "Madrid",
    "Warsaw",
    "Seattle",
    "Chicago",
    "Dublin",
    "Paris",
    "Amsterdam",
    "Denver",
    "Boston",
    "the United States",
];
const LEVELS: [&str; 4] = ["Junior", "Mid-level", "Senior", "Lead"];
const SAYERS: [&str; 6] = ["Glassdoor", "Indeed", "Payscale", "Robert Half", "Stack Overflow", "Levels.fyi"];
const WHY: [&str; 8] = [
    "Certifications raise pay where the job asks for them",
    "Remote work lowers pay in some firms and leaves it alone in others",
    "People who negotiate are paid more in their first year",
    "Large companies pay higher base salaries than small ones",
    "A degree matters less for pay after five years of work",
    "On-call duty is paid on top in about half of the teams",
    "Kubernetes and cloud skills are named most often beside higher pay",
    "Pay grows fastest when people change their employer",
];

/// Numbers that look random: the same ones for the same seed. (A linear congruential generator with the multiplier of Knuth's MMIX.)
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len())]
    }
}

/// Writes `count` articles into `folder`, a hundred to a publisher.
pub fn write(folder: &Path, count: usize) {
    let mut dice = Dice(20_261_122);
    for n in 0..count {
        let publisher = folder.join(format!("publisher-{}", n / 100));
        if n % 100 == 0 {
            std::fs::create_dir_all(&publisher).expect("a folder");
        }
        std::fs::write(publisher.join(format!("article-{n}.md")), article(n, &mut dice)).expect("written");
    }
}

fn article(n: usize, dice: &mut Dice) -> String {
    let (role, year, month) = (dice.of(&ROLES), 2023 + dice.roll(4), 1 + dice.roll(9));
    let mut text = format!(
        "---\ntitle: What a {role} earns, number {n}\npublisher: Generated {}\npublished: {year}-0{month}\nurl: https://example.org/{n}\n---\n",
        n / 100
    );
    for _ in 0..5 {
        let (level, place, sayer) = (dice.of(&LEVELS), dice.of(&PLACES), dice.of(&SAYERS));
        let low = 30 + dice.roll(120);
        let high = low + 5 + dice.roll(60);
        let _ = writeln!(text, "\n{level} {role}s in {place} earn between ${low},000 and ${high},000 a year, according to {sayer}.");
        let _ = writeln!(text, "{}, people in {place} told us in survey {}.", dice.of(&WHY), dice.roll(1_000));
    }
    text
}
