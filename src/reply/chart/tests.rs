//! Pictures are read back: where bars lie, that nothing leaves the page, and what hostile text does.
#![allow(clippy::unwrap_used, reason = "a test fails loudly")]

use super::*;

fn bar(label: &str, low: Option<f64>, high: Option<f64>, amount: &str) -> Bar {
    Bar { label: label.into(), low, high, amount: amount.into(), source: "[1]".into(), open_ended: false }
}

fn chart(bars: Vec<Bar>) -> Chart {
    Chart { title: "Pay".into(), unit: "US dollars a year".into(), bars, caption: vec!["[1] Glassdoor, Aug 2024".into()] }
}

/// The colour numbers of a picture, row by row.
fn read(png: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().bit_depth), (800, png::BitDepth::Four));
    let mut raw = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut raw).unwrap();
    raw.chunks(400).map(|row| row.iter().flat_map(|pair| [pair >> 4, pair & 15]).collect()).collect()
}

/// Draws a chart, and checks what must be true of every picture.
fn draw(chart: &Chart) -> Vec<Vec<u8>> {
    let png = chart.png().unwrap();
    assert!(png.len() < 200_000, "{} bytes", png.len());
    assert!(chart.alt().encode_utf16().count() <= MAX_ALT);
    let rows = read(&png);
    let last = rows.len() - 1;
    for (y, row) in rows.iter().enumerate() {
        assert!(row[..13].iter().chain(&row[787..]).all(|dot| *dot == 0), "row {y} leaves the picture");
        assert!((4..last - 8).contains(&y) || row.iter().all(|dot| *dot == 0), "row {y} leaves the picture");
    }
    rows
}

/// Where the row through the first mark is as dark as a bar.
fn marked(chart: &Chart) -> Vec<usize> {
    let rows = draw(chart);
    let middle = rows.iter().position(|row| row[100..700].iter().all(|dot| [3, 8].contains(dot))).unwrap();
    (0..800).filter(|x| rows[middle][*x] == 8).collect()
}

#[test]
fn the_same_chart_gives_the_same_bytes() {
    let chart = chart(vec![bar("A · Łódź", Some(1.0), Some(5.0), "€1 – €5"), bar("B", Some(2.0), None, "€2+")]);
    let png = chart.png().unwrap();
    assert_eq!(png, chart.clone().png().unwrap());
    let other = std::thread::spawn(move || chart.png().unwrap()).join().unwrap();
    assert_eq!(png, other);
}

#[test]
fn marks_follow_the_numbers() {
    let (low, high) = (Some(10.0), Some(20.0));
    let table = [
        (low, high, false, Some((10.0, 20.0, false, false))),
        (low, high, true, Some((10.0, 20.0, false, true))),
        (low, low, false, Some((10.0, 10.0, false, false))),
        (low, low, true, Some((10.0, 10.0, false, true))),
        (low, None, false, Some((10.0, 10.0, false, true))),
        (low, None, true, Some((10.0, 10.0, false, true))),
        (None, high, false, Some((20.0, 20.0, true, false))),
        (None, high, true, Some((20.0, 20.0, false, true))),
        (Some(0.0), Some(0.0), false, Some((0.0, 0.0, false, false))),
        (None, None, true, None),
        (high, low, false, None),
        (Some(-1.0), high, false, None),
        (Some(f64::NAN), high, false, None),
        (low, Some(f64::NAN), false, None),
        (low, Some(f64::INFINITY), false, None),
        (Some(f64::NEG_INFINITY), high, false, None),
        (low, Some(1e13), false, None),
        (Some(f64::MAX), None, false, None),
    ];
    for (low, high, open_ended, expected) in table {
        let bar = Bar { open_ended, ..bar("a", low, high, "") };
        assert_eq!(mark(&bar), expected, "{low:?} {high:?} {open_ended}");
    }
}

#[test]
fn bars_lie_where_their_numbers_are() {
    let span = |low, high| {
        let dots = marked(&chart(vec![bar("a", low, high, "x"), bar("b", None, Some(200.0), "y")]));
        (dots[0], dots[dots.len() - 1])
    };
    assert_eq!(span(Some(50.0), Some(100.0)), (28 + 186, 28 + 371));
    assert_eq!(span(Some(0.0), Some(200.0)), (28, 771));
    assert_eq!(span(Some(100.0), Some(100.0)), (400 - 14, 400 + 14));
    assert_eq!(span(Some(100.0), Some(100.001)), (400, 405));
    assert_eq!(span(None, Some(100.0)), (400 - 84, 405));
    // An arrow up needs room at the right, so the scale shrinks.
    assert_eq!(span(Some(100.0), None), (28 + 330, 28 + 330 + 84));
    assert_eq!(span(Some(200.0), None), (28 + 660, 28 + 744));
    assert_eq!(span(None, Some(1.0)), (28, 37));
}

#[test]
fn hostile_numbers_give_a_picture_or_an_error() {
    let numbers = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -0.0, 1e-320, MAX_AMOUNT, f64::MAX].map(Some);
    for (low, high) in numbers.iter().flat_map(|low| numbers.iter().chain([&None]).map(move |high| (*low, *high))) {
        for (low, high) in [(low, high), (high, low)] {
            let odd = Bar { open_ended: low < high, ..bar("", low, high, "") };
            match chart(vec![odd.clone()]).png() {
                Ok(png) => drop(read(&png)),
                Err(error) => assert!(matches!(error, ChartError::Empty) && mark(&odd).is_none()),
            }
        }
    }
    draw(&chart(numbers.iter().map(|low| bar("odd", *low, None, "$5")).collect()));
    draw(&chart(numbers.iter().map(|high| bar("odd", None, *high, "$5")).collect()));
    assert!(matches!(chart(vec![]).png(), Err(ChartError::Empty)));
    let late = (0..13).map(|at| bar("a", (at == 12).then_some(5.0), None, "$5")).collect();
    assert!(matches!(chart(late).png(), Err(ChartError::Empty)));
}

#[test]
fn hostile_text_stays_in_the_picture() {
    let texts = [
        String::new(),
        " ".into(),
        "\u{0}\u{7}\u{1b}[31m\n\r\t".into(),
        "\u{202e}\u{2066}\u{200f}\u{feff}".into(),
        "🔥👩‍👩‍👧‍👦🇩🇪".into(),
        "e\u{301}\u{301}\u{301}\u{301}".into(),
        "软件工程师 مهندس".into(),
        "M".repeat(100_000),
        "W W".repeat(500),
        "Ñ@#%&".repeat(60),
        "\u{10ffff}\u{e000}\u{fffe}".into(),
    ];
    for text in texts {
        for count in if text.len() < 400 { [1, 2] } else { [1, 40] } {
            let one = Bar { source: text.clone(), ..bar(&text, Some(1.0), Some(5.0), &text) };
            draw(&Chart { title: text.clone(), unit: text.clone(), bars: vec![one; count], caption: vec![text.clone(); count] });
        }
    }
}

#[test]
fn text_is_cleaned() {
    let table = [
        ("a\u{202e}b\nc", "ab c"),
        ("  x \u{2028} y ", "x y"),
        ("🔥 Senior 🔥 Engineer", "Senior Engineer"),
        ("¥ 500万 – ₿ 2", "¥ 500万 – ₿ 2"),
        ("€1 − £2 ≥ ₹3 · Łódź", "€1 − £2 ≥ ₹3 · Łódź"),
        ("\u{200b}", ""),
    ];
    for (text, expected) in table {
        assert_eq!(clean(text), expected);
    }
    assert_eq!(clean(&"é".repeat(500)), "é".repeat(299) + "…");
}

#[test]
fn all_bars_alike_and_too_many_bars() {
    draw(&chart(vec![bar("a", Some(5.0), Some(5.0), "$5"); 3]));
    let full = chart(vec![bar("a", Some(1.0), Some(5.0), "$5"); 12]);
    let over = chart(vec![bar("a", Some(1.0), Some(5.0), "$5"); 15]);
    assert_eq!(draw(&over).len(), draw(&full).len() + 30);
    assert!(over.alt().ends_with("; 3 more in the text; [1] Glassdoor, Aug 2024"));
}

#[test]
fn alt_says_what_the_picture_says() {
    let mut chart = chart(vec![bar("A", Some(1.0), Some(5.0), "$1 – $5"), bar("", Some(1.0), None, "$1+")]);
    assert_eq!(chart.alt(), "Pay; US dollars a year; A: $1 – $5 [1]; $1+ [1]; [1] Glassdoor, Aug 2024");
    chart.bars = vec![bar(&"x".repeat(200), Some(1.0), Some(5.0), "$5"); 12];
    assert_eq!(chart.alt(), format!("Pay; US dollars a year; {}and 9 more", format!("{}: $5 [1]; ", "x".repeat(200)).repeat(4)));
    chart.bars.clear();
    assert_eq!(chart.alt(), "Pay; US dollars a year; [1] Glassdoor, Aug 2024");
}

#[test]
fn the_palette_can_be_read() {
    let channel = |value: u8| match f64::from(value) / 255.0 {
        low if low <= 0.04045 => low / 12.92,
        high => ((high + 0.055) / 1.055).powf(2.4),
    };
    let contrast = |level: u8| {
        let [_, red, green, blue] = PALETTE[usize::from(level / 17)].to_be_bytes().map(channel);
        1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    };
    assert!(contrast(INK) > 7.0 && contrast(SOFT) > 7.0 && contrast(FILL) > 4.5 && contrast(0) < 1.01);
}

#[test]
fn the_font_is_equally_wide() {
    let font = FontRef::try_from_slice(HACK_REGULAR).unwrap();
    let font = font.as_scaled(PxScale::from(1000.0));
    for c in ('!'..='~').chain("–—−€£₹¥≥·…ÄÖÜäöüßŁłŹźŻżĄąĘęŠšČčŘřŐőŰűÑñÅåØøÆæÇç万".chars()) {
        let wide = font.h_advance(font.glyph_id(c));
        assert!((516.0..=518.0).contains(&wide), "{c} is {wide} wide");
    }
}
