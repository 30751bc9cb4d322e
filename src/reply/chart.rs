//! Salary ranges as a PNG picture, and the same content as text.
//!
//! Text is big, as most people see the picture 360 px wide. The scale starts at zero: a cut axis would make a small gap look
//! large. Amounts are printed as quoted, and the "0" of the scale is the only number of our own. There is one hue, and the
//! shape tells what is known: a bar is a range, a diamond one figure, and an arrow an end that nobody named.
//!
//! The font is Hack, under the licences of Bitstream Vera and MIT.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use ab_glyph::{Font as _, FontRef, PxScale, ScaleFont as _, point};
use epaint_default_fonts::HACK_REGULAR;

/// The most bars that a picture shows.
pub const MAX_BARS: usize = 12;
/// The most UTF-16 units that [`Chart::alt`] returns, which are never fewer than the characters.
pub const MAX_ALT: usize = 1024;
/// The highest amount that draws a bar: a higher one is no salary, and would flatten all other bars.
pub const MAX_AMOUNT: f64 = 1e12;

const WIDTH: i32 = 800;
const LEFT: i32 = 28;
const RIGHT: i32 = WIDTH - LEFT;
/// Heights of text in px; one em is 0.86 of them.
const TITLE: i32 = 38;
const BODY: i32 = 30;
const SMALL: i32 = 26;
/// The height of a bar and the length of an arrow in px.
const BAR: i32 = 20;
const ARROW: i32 = 84;
/// How dark things are, from 0 to 255. Each 17 levels are one colour of the palette, which also blends the edges of letters.
const INK: u8 = 15 * 17;
const SOFT: u8 = 11 * 17;
const FILL: u8 = 8 * 17;
const FAINT: u8 = 3 * 17;
/// White to blue to navy. On white, ink, soft text and bars have contrasts of 17.3, 7.9 and 5.2 to 1.
const PALETTE: [u32; 16] = [
    0xffffff, 0xe3edf6, 0xc7dbed, 0xabc9e4, 0x8fb7dc, 0x73a5d3, 0x5793ca, 0x3b81c1, 0x1f6fb8, 0x2a669e, 0x365c85, 0x41536b, 0x34455c, 0x28374c, 0x1c293c,
    0x0f1b2d,
];

/// A bar from low to high.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What the bar stands for, such as a role or a level.
    pub label: String,
    /// The lowest amount, from 0 to [`MAX_AMOUNT`], in the chart's unit. None is "up to". Any other number draws no bar.
    pub low: Option<f64>,
    /// The highest amount, from `low` to [`MAX_AMOUNT`], in the chart's unit. None is "from". Any other number draws no bar.
    pub high: Option<f64>,
    /// The quoted amount, shown as it is: "$116,000 – $172,000".
    pub amount: String,
    /// The mark of the source, shown after the amount: "\[1\]".
    pub source: String,
    /// Whether more than the highest amount is possible: "180,000+".
    pub open_ended: bool,
}

/// What a picture shows. The strings are plain text; control, bidi and emoji characters in them are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The heading. Two lines of it are shown.
    pub title: String,
    /// Currency and period: "US dollars a year".
    pub unit: String,
    /// The bars from top to bottom. Those after [`MAX_BARS`] are left out and counted.
    pub bars: Vec<Bar>,
    /// Sources and dates: "\[1\] Glassdoor, Aug 2024". Those after [`MAX_BARS`] are left out and counted.
    pub caption: Vec<String>,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// None of the bars to show has an amount that can be drawn.
    #[error("the chart has no amount to draw")]
    Empty,
    /// The font in the program cannot be read.
    #[error("the chart's font cannot be read")]
    Font,
    /// The picture cannot be encoded.
    #[error("the chart cannot be encoded")]
    Encoding,
}

/// Low, high, and whether an arrow leads down or up from them. None for numbers without sense: a wrong bar is worse than none.
fn mark(bar: &Bar) -> Option<(f64, f64, bool, bool)> {
    let (low, high) = (bar.low.or(bar.high)?, bar.high.or(bar.low)?);
    let sane = low <= high && [low, high].iter().all(|value| (0.0..=MAX_AMOUNT).contains(value));
    sane.then_some((low, high, bar.low.is_none() && !bar.open_ended, bar.high.is_none() || bar.open_ended))
}

impl Chart {
    /// Draws the chart as an opaque PNG, 800 px wide. The same chart always gives the same bytes.
    ///
    /// # Errors
    /// [`ChartError::Empty`] when none of the first [`MAX_BARS`] bars has an amount that can be drawn.
    pub fn png(&self) -> Result<Vec<u8>, ChartError> {
        let row = |bar: &Bar| (clean(&bar.label), clean(&format!("{} {}", bar.amount, bar.source)), mark(bar));
        let rows: Vec<_> = self.bars.iter().take(MAX_BARS).map(row).collect();
        let marks = || rows.iter().filter_map(|row| row.2);
        let top = marks().map(|mark| mark.1).reduce(f64::max).ok_or(ChartError::Empty)?;
        let room = RIGHT - LEFT - if marks().any(|mark| mark.3) { ARROW } else { 0 };
        let at = |value: f64| LEFT + (value / top.max(f64::MIN_POSITIVE) * f64::from(room)).round() as i32;
        // All rows are laid out alike, so that only their content differs.
        let one_line = rows.iter().all(|row| width(&row.0, BODY) + width(&row.1, BODY) < RIGHT - LEFT - 28);
        let font = FontRef::try_from_slice(HACK_REGULAR).map_err(|_| ChartError::Font)?;
        let mut page = Page { font, pixels: Vec::new(), y: 22 };
        page.lines(&clean(&self.title), TITLE, 2, INK, true);
        page.lines(&clean(&self.unit), SMALL, 2, SOFT, false);
        for (label, amount, mark) in &rows {
            page.y += 24;
            if one_line {
                page.text(RIGHT - width(amount, BODY), amount, BODY, INK, true);
                page.text(LEFT, label, BODY, INK, false);
                page.y += BODY + 4;
            } else {
                page.lines(label, BODY, 1, INK, false);
                page.lines(amount, BODY, 2, INK, true);
            }
            if let Some((low, high, down, up)) = *mark {
                page.mark(at(low), at(high).max(at(low) + if low < high { 6 } else { 0 }), down, up);
            }
        }
        page.y += 10;
        page.text(LEFT - 8, "0", SMALL, SOFT, false);
        page.y += SMALL + 16;
        self.notes().iter().for_each(|note| page.lines(note, SMALL, 2, SOFT, false));
        page.png()
    }

    /// The content of the picture as text, at most [`MAX_ALT`] long. Items that do not fit are left out whole and counted: "and 3 more".
    pub fn alt(&self) -> String {
        let bars = self.bars.iter().take(MAX_BARS);
        let bars = bars.map(|bar| format!("{}: {} {}", bar.label, bar.amount, bar.source));
        let items = [self.title.clone(), self.unit.clone()].into_iter().chain(bars);
        let items = items.map(|item| clean(&item).trim_start_matches(": ").to_owned());
        let items: Vec<_> = items.chain(self.notes()).filter(|item| !item.is_empty()).collect();
        let cut = |kept| format!("{}; and {} more", items[..kept].join("; "), items.len() - kept);
        let mut texts = std::iter::once(items.join("; ")).chain((0..items.len()).rev().map(cut));
        texts.find(|text| text.encode_utf16().count() <= MAX_ALT).unwrap_or_default()
    }

    /// The lines below the bars.
    fn notes(&self) -> Vec<String> {
        let more = |all: usize, what| (all > MAX_BARS).then(|| format!("{} more {what}in the text", all - MAX_BARS));
        let sources = self.caption.iter().take(MAX_BARS).map(|line| clean(line));
        let sources = sources.chain(more(self.caption.len(), "sources "));
        more(self.bars.len(), "").into_iter().chain(sources).collect()
    }
}

/// Makes a string safe to draw on one line. Letters and currency signs that the font lacks stay, and show as boxes:
/// without them an amount could read as another one. Combining marks go, as nothing here can place them.
fn clean(text: &str) -> String {
    let hidden = |c: &char| {
        matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}')
            || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..)
    };
    let kept: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !hidden(c)).collect();
    let line = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(300).enumerate().map(|(at, c)| if at < 299 { c } else { '…' }).collect()
}

/// The width of a text in px.
fn width(text: &str, size: i32) -> i32 {
    width_of(text.chars().count(), size)
}

/// The width of so many characters in px: all of the font are equally wide.
fn width_of(count: usize, size: i32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX).saturating_mul(size * 517) / 1000
}

/// The dots of a character that are not empty: how far right and down of where it starts, and how much of each is covered.
type Shape = Arc<[(i32, i32, f32)]>;

/// The shape of a character. Those of ASCII are drawn once: most of what stands in pictures.
fn shape(font: &FontRef<'static>, c: char, size: i32) -> Shape {
    static DRAWN: LazyLock<RwLock<HashMap<(char, i32), Shape>>> = LazyLock::new(RwLock::default);
    if let Some(drawn) = DRAWN.read().unwrap_or_else(PoisonError::into_inner).get(&(c, size)) {
        return drawn.clone();
    }
    let scale = PxScale::from(size as f32);
    let base = font.as_scaled(scale).ascent().round();
    let mut dots = Vec::new();
    if let Some(outline) = font.outline_glyph(font.glyph_id(c).with_scale_and_position(scale, point(0.0, base))) {
        let corner = outline.px_bounds().min;
        outline.draw(|right, down, alpha| {
            if alpha > 0.0 {
                dots.push((corner.x as i32 + right.cast_signed(), corner.y as i32 + down.cast_signed(), alpha.min(1.0)));
            }
        });
    }
    let shape: Shape = dots.into();
    if c.is_ascii() {
        DRAWN.write().unwrap_or_else(PoisonError::into_inner).insert((c, size), shape.clone());
    }
    shape
}

/// How dark the pixels are, row by row from the top, and where the next text goes.
struct Page {
    font: FontRef<'static>,
    pixels: Vec<u8>,
    y: i32,
}

impl Page {
    fn dot(&mut self, x: i32, y: i32, level: u8, alpha: f32) {
        let (0..WIDTH, Ok(at)) = (x, usize::try_from(y * WIDTH + x)) else { return };
        self.pixels.resize(self.pixels.len().max(at + 1), 0);
        let below = f32::from(self.pixels[at]);
        self.pixels[at] = (below + (f32::from(level) - below) * alpha + 0.5) as u8;
    }

    fn column(&mut self, x: i32, middle: i32, half: i32, level: u8) {
        (middle - half..=middle + half).for_each(|y| self.dot(x, y, level, 1.0));
    }

    /// Draws a text; every character of the font is equally wide.
    fn text(&mut self, x: i32, text: &str, size: i32, level: u8, bold: bool) {
        for (at, c) in text.chars().enumerate() {
            let start = x + width_of(at, size);
            for (right, down, alpha) in shape(&self.font, c, size).iter() {
                (0..=i32::from(bold)).for_each(|copy| self.dot(start + right + copy, self.y + down, level, *alpha));
            }
        }
    }

    /// Breaks a text into lines, between words where possible, and ends the last one with an ellipsis when there is more.
    fn lines(&mut self, text: &str, size: i32, most: usize, level: u8, bold: bool) {
        let room = usize::try_from((RIGHT - LEFT) * 1000 / (size * 517)).unwrap_or(1);
        let mut rest: &[char] = &text.chars().collect::<Vec<_>>();
        for number in 1..=most {
            let (end, tail) = match rest.get(..=room) {
                Some(_) if number == most => (room - 1, "…"),
                Some(start) => (start.iter().rposition(|c| *c == ' ').unwrap_or(room), ""),
                None => (rest.len(), ""),
            };
            if end > 0 {
                self.text(LEFT, &(rest[..end].iter().collect::<String>().trim().to_owned() + tail), size, level, bold);
                self.y += size + 4;
            }
            rest = rest[end..].strip_prefix(&[' ']).unwrap_or(&rest[end..]);
        }
    }

    /// Draws the mark of one bar on a line that starts at zero. `low` and `high` are in px from the left.
    fn mark(&mut self, low: i32, high: i32, down: bool, up: bool) {
        let middle = self.y + BAR / 2;
        (LEFT - 2..RIGHT).for_each(|x| self.column(x, middle, if x < LEFT { 14 } else { 0 }, FAINT));
        let mut column = |x: i32, half: i32| self.column(x, middle, half, FILL);
        if down || up || low < high {
            (low..high.max(low + 6)).for_each(|x| column(x, BAR / 2));
        } else {
            (-14..=14_i32).for_each(|step| column(low + step, 14 - step.abs()));
        }
        let arrows = [(up, high, 1, ARROW), (down, low, -1, ARROW.min(low - LEFT))];
        for (_, x, way, length) in arrows.into_iter().filter(|arrow| arrow.0) {
            (0..=length).for_each(|step| column(x + way * (length - step), if step < 18 { step * 3 / 4 } else { 4 }));
        }
        self.y += BAR + 4;
    }

    /// Encodes the picture with 4 bits a pixel: 16 colours are enough, and a fraction of the bytes of true ones.
    fn png(&mut self) -> Result<Vec<u8>, ChartError> {
        let size = [WIDTH, self.y + 16].map(i32::unsigned_abs);
        self.pixels.resize(size.iter().map(|side| *side as usize).product(), 0);
        let pack = |pair: &[u8]| pair.iter().fold(0, |byte, level| (byte << 4) | (level / 17));
        let rows = self.pixels.chunks(WIDTH.unsigned_abs() as usize);
        let raw: Vec<u8> = rows.flat_map(|row| row.chunks(2).map(pack)).collect();
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, size[0], size[1]);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(PALETTE.iter().flat_map(|colour| colour.to_be_bytes().into_iter().skip(1)).collect::<Vec<u8>>());
        encoder.set_deflate_compression(png::DeflateCompression::Level(1));
        // Filters compare neighbouring shades; numbers of colours have none.
        encoder.set_filter(png::Filter::NoFilter);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&raw));
        written.map_err(|_| ChartError::Encoding)?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests;
