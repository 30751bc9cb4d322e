//! Shapes of sentences: what a question about pay, about what moves pay, and talk of other things look like.

/// The text in lower case, its punctuation as spaces, a space at each end: so that ` word ` finds whole words.
pub(super) fn shape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.chars() {
        match c {
            ',' | '.' | '!' | ';' | ':' | '?' | '(' | ')' | '"' | '|' | '…' => out.push(' '),
            c => out.extend(c.to_lowercase()),
        }
    }
    out.push(' ');
    let words: Vec<&str> = out.split_whitespace().collect();
    format!(" {} ", words.join(" "))
}

fn any(text: &str, list: &[&str]) -> bool {
    list.iter().any(|w| text.contains(w))
}

/// Words that speak of pay, in a question of why or which.
pub(super) fn money_word(text: &str) -> bool {
    let pay = [
        " pay ",
        " pays ",
        " paid ",
        " paying ",
        " salar",
        " comp ",
        " money ",
        " earn",
        " paycheck ",
        " wage",
        " income ",
        " cash ",
        " compensation ",
        " underpaid ",
        " negotiat",
        " tc ",
        " rates ",
    ];
    any(text, &pay) || any(text, &[" a raise ", " pay raise ", " raises my ", " raise my ", " raise your ", " bigger offer", " better offer"])
}

/// Words of cost stand in questions of pay as well: "how much do nurses make after tax".
pub(super) fn question_of_pay(text: &str) -> bool {
    any(text, &[" salar", " paid ", " earn", " wage", " how much does a ", " how much do "]) && !any(text, &[" cost", " price", " rent ", " fee "])
}

/// Talk that has words of pay and is about something else.
pub(super) fn chatter(text: &str) -> bool {
    const ELSEWHERE: &[&str] = &[
        " salary cap ",
        " nba ",
        " nfl ",
        " transfer fee ",
        " pay attention ",
        " paid back ",
        " paying back ",
        " paid off ",
        " pay respect",
        " raise pr ",
        " raise a pr ",
        " payday ",
        " lead time ",
        " interview",
        " bootcamp ",
        " tutorial ",
        " make sense ",
        " makes sense ",
        " makes more sense ",
        " make more sense ",
        " earned the ",
        " earned a ",
        " earned her ",
        " earned his ",
        " earned my ",
        " earned their ",
        " earned it ",
        " paying the ",
        " make so many ",
        " makes so many ",
        " makes the ",
        " make the ",
        " make it ",
        " makes it ",
        " make sure ",
        " making sure ",
        " make of the ",
        " make a ",
        " makes a ",
        " making a ",
        " sql ",
        " leetcode ",
        " column ",
        " calculator ",
        " tracker ",
        " validate",
        " field ",
        " query ",
        " regex ",
        " unit test",
        " endpoint ",
        " memory limit ",
        " an error ",
        " raise this ",
        " raise the ",
        " raise an ",
        " raise a ticket ",
        " raise a bug ",
        " for lunch ",
        " lunch ",
        " portal ",
        " payroll is ",
        " who is paying ",
        " who's paying ",
        " who pays for ",
        " i paid for ",
        " i'll pay ",
        " ill pay ",
        " pay someone ",
        " pay you ",
        " paying someone ",
        " i pay for ",
        " to pay for ",
        " have to pay ",
        " need to pay ",
        " renew ",
        " worth paying ",
        " package manager ",
        " for the advice ",
    ];
    const LEARNING: &[&str] = &[
        " easier ",
        " easiest ",
        " to learn",
        " learn first ",
        " beginner",
        " for a project ",
        " side project ",
        " faster ",
        " performance ",
        " duties ",
        " what's the actual ",
        " tutorial",
        " roadmap ",
        " stack for ",
    ];
    let about_pay = any(
        text,
        &[
            " salary range ",
            " salary for ",
            " salary of ",
            " pay range ",
            " average salary ",
            " how much do ",
            " how much does ",
            " how much money ",
            " get paid ",
        ],
    ) && !any(text, &[" salary cap ", " nba ", " sql ", " column ", " api ", " app ", " leetcode "]);
    let learns = any(text, LEARNING) && !money_word(text);
    (any(text, ELSEWHERE) || learns) && !about_pay
}

/// Questions about what moves pay.
pub(super) fn factor_question(text: &str) -> bool {
    let moves = any(
        text,
        &[
            " more ",
            " raise ",
            " raises ",
            " increase",
            " bump",
            " boost",
            " affect",
            " influence",
            " impact",
            " matter",
            " better ",
            " show up ",
            " shows up ",
            " worth ",
            " help ",
            " tank ",
            " drop",
            " hurt ",
            " kill ",
            " lower ",
            " reduce ",
            " higher ",
            " most ",
            " best ",
            " pay off ",
            " depend",
            " premium ",
            " reflected ",
            " going up ",
            " going down ",
            " rising ",
            " falling ",
            " less ",
            " difference ",
            " change ",
            " highest ",
            " well ",
            " grow",
            " slow",
            " stagnat",
            " shrink",
            " flat ",
        ],
    );
    let leads = any(
        text,
        &[
            " does ",
            " do ",
            " will ",
            " is ",
            " are ",
            " can ",
            " would ",
            " has ",
            " which ",
            " what skills ",
            " what skill ",
            " what certs ",
            " what cert ",
            " what makes ",
            " what factors ",
            " what affects ",
            " what determines ",
            " what languages ",
            " what industries ",
            " what companies ",
            " what can i do ",
        ],
    );
    let opens = any(
        text,
        &[
            " why ",
            " how to ",
            " how do i negotiate ",
            " how can i negotiate ",
            " how do i get a raise ",
            " take a pay cut ",
            " for a raise ",
            " how can i increase ",
            " how can i earn more ",
            " which industr",
            " which skill",
            " which lang",
            " which cert",
            " which compan",
            " which cit",
            " what industr",
            " how does ",
            " how do bonus",
            " best paying ",
            " highest paying ",
            " top paying ",
            " best paid ",
            " highest paid ",
            " better paying ",
            " impact of ",
            " effect of ",
            " tips ",
            " what skills ",
        ],
    );
    let paid = any(
        text,
        &[
            " pay ",
            " pays ",
            " paid ",
            " paying ",
            " salary ",
            " salaries ",
            " comp ",
            " compensation ",
            " negotiat",
            " money ",
            " earn ",
            " earnings ",
            " earning ",
            " offer",
        ],
    );
    moves && leads || opens && (moves || paid) || text.contains(" negotiat") && any(text, &[" how ", " tips ", " should "])
}
