//! A terminal that understands pictures, small: what it is sent it decodes back to pixels, cell by cell.
#![expect(
    clippy::string_slice,
    reason = "every index comes from a search in the same text"
)]

use std::collections::{HashMap, HashSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::RgbaImage;
use weft::domain::picture::Cell;
use weft::domain::text::{graphemes, width};
use weft::ui::placeholder::part;

/// What is seen in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    Text(String),
    /// A part of a picture: the mean of its pixels.
    Tile([f64; 3]),
    /// A placeholder of a picture that the terminal does not have.
    Nothing,
}

pub struct Eyes {
    pub cells: Vec<Vec<Seen>>,
    cell: Cell,
    at: (usize, usize),
    saved: (usize, usize),
    foreground: Option<u8>,
    /// kitty's pictures by number.
    pub pictures: HashMap<u32, RgbaImage>,
    /// Those that may be sent although they are here.
    pub again: HashSet<u32>,
    sending: Option<(u32, String)>,
}

impl Eyes {
    pub fn new(columns: u16, rows: u16, cell: Cell) -> Self {
        let blank = Seen::Text(" ".to_owned());
        Self {
            cells: vec![vec![blank; columns.into()]; rows.into()],
            cell,
            at: (0, 0),
            saved: (0, 0),
            foreground: None,
            pictures: HashMap::new(),
            again: HashSet::new(),
            sending: None,
        }
    }

    pub fn see(&mut self, bytes: &[u8]) {
        let mut rest = std::str::from_utf8(bytes).unwrap();
        while !rest.is_empty() {
            rest = if let Some(after) = rest.strip_prefix("\x1bPtmux;") {
                // Up to the first ESC \ that is not doubled.
                let end = after.replace("\x1b\x1b", "\0\0").find("\x1b\\").unwrap();
                let inner = after[..end].replace("\x1b\x1b", "\x1b");
                self.see(inner.as_bytes());
                &after[end + 2..]
            } else if let Some(after) = rest.strip_prefix("\x1b_G") {
                let (content, after) = after.split_once("\x1b\\").unwrap();
                self.graphics(content);
                after
            } else if let Some(after) = rest.strip_prefix("\x1b]1337;File=") {
                let (content, after) = after.split_once('\x07').unwrap();
                self.inline(content);
                after
            } else if let Some(after) = rest.strip_prefix("\x1bP") {
                let (content, after) = after.split_once("\x1b\\").unwrap();
                let picture = sixel(content);
                self.place(&picture);
                after
            } else if let Some(after) = rest.strip_prefix("\x1b7") {
                self.saved = self.at;
                after
            } else if let Some(after) = rest.strip_prefix("\x1b8") {
                self.at = self.saved;
                after
            } else if let Some(after) = rest.strip_prefix("\x1b[") {
                let end = after.find(|c: char| ('@'..='~').contains(&c)).unwrap();
                self.control(&after[..end], &after[end..=end]);
                &after[end + 1..]
            } else {
                let end = rest.find('\x1b').unwrap_or(rest.len());
                self.print(&rest[..end]);
                &rest[end..]
            };
        }
    }

    fn control(&mut self, params: &str, last: &str) {
        let numbers: Vec<usize> = params.split(';').map(|n| n.parse().unwrap_or(1)).collect();
        match last {
            "H" => self.at = (numbers[1] - 1, numbers[0] - 1),
            "C" => self.at.0 += numbers[0],
            "X" => {
                let (x, y) = self.at;
                for cell in self.cells[y].iter_mut().skip(x).take(numbers[0]) {
                    *cell = Seen::Text(" ".to_owned());
                }
            }
            "J" => {
                for cell in self.cells.iter_mut().flatten() {
                    *cell = Seen::Text(" ".to_owned());
                }
            }
            "m" => match params.strip_prefix("38;5;") {
                Some(colour) => self.foreground = Some(colour.parse().unwrap()),
                None if params == "0" || params.is_empty() => self.foreground = None,
                None => {}
            },
            _ => {}
        }
    }

    fn print(&mut self, text: &str) {
        for grapheme in graphemes(text) {
            let (x, y) = self.at;
            let columns = width(grapheme.text).max(1);
            let seen = if grapheme.text.starts_with('\u{10EEEE}') {
                self.through(grapheme.text)
            } else {
                Seen::Text(grapheme.text.to_owned())
            };
            self.put(x, y, seen);
            for half in 1..columns {
                self.put(x + half, y, Seen::Text(" ".to_owned()));
                if let Some(cell) = self.cells[y].get_mut(x + half) {
                    *cell = Seen::Text(String::new());
                }
            }
            self.at.0 += columns;
        }
    }

    fn put(&mut self, x: usize, y: usize, seen: Seen) {
        let Some(row) = self.cells.get_mut(y).filter(|row| x < row.len()) else {
            return;
        };
        // Half a wide character is none: the other half goes with it.
        let (rest, blank) = (Seen::Text(String::new()), Seen::Text(" ".to_owned()));
        if row[x] == rest && seen != rest {
            row[x - 1] = blank.clone();
        }
        if row.get(x + 1) == Some(&rest) {
            row[x + 1] = blank;
        }
        row[x] = seen;
    }

    fn through(&self, placeholder: &str) -> Seen {
        let mut cell = ratatui::buffer::Cell::new("");
        cell.set_symbol(placeholder);
        cell.fg = ratatui::style::Color::Indexed(self.foreground.unwrap());
        let part = part(&cell).unwrap();
        match self.pictures.get(&part.id) {
            Some(picture) => Seen::Tile(mean(picture, part.column.into(), part.row.into(), self.cell)),
            None => Seen::Nothing,
        }
    }

    fn graphics(&mut self, content: &str) {
        let (keys, data) = content.split_once(';').unwrap_or((content, ""));
        assert!(data.len() <= 4096, "a chunk is too long");
        let key = |name: &str| {
            let found = keys
                .split(',')
                .find_map(|key| key.strip_prefix(name)?.strip_prefix('='));
            found.map(str::to_owned)
        };
        assert_eq!(key("q").as_deref(), Some("2"), "no answer is wanted: {keys}");
        let id = || key("i").unwrap().parse::<u32>().unwrap();
        match key("a").as_deref() {
            Some("d") => {
                assert_eq!(key("d").as_deref(), Some("I"));
                self.pictures.remove(&id()).expect("it has what is taken from it");
                return;
            }
            Some("T") => {
                assert_eq!(
                    (key("U").as_deref(), key("f").as_deref()),
                    (Some("1"), Some("100"))
                );
                assert!(self.sending.is_none());
                self.sending = Some((id(), String::new()));
            }
            None => {}
            Some(other) => panic!("a={other}"),
        }
        let sending = self.sending.as_mut().unwrap();
        sending.1.push_str(data);
        if key("m").as_deref() != Some("1") {
            let (id, data) = self.sending.take().unwrap();
            let picture = png(&data);
            let here = self.pictures.insert(id, picture).is_some() && !self.again.remove(&id);
            assert!(!here, "{id} was sent twice");
        }
    }

    fn inline(&mut self, content: &str) {
        let (keys, data) = content.split_once(':').unwrap();
        assert!(keys.contains("inline=1") && keys.contains("height=1"), "{keys}");
        let picture = png(data);
        let columns = picture.width() / u32::from(self.cell.width);
        assert!(
            keys.split(';').any(|key| key == format!("width={columns}")),
            "{keys}"
        );
        self.place(&picture);
    }

    /// A strip where the cursor is.
    fn place(&mut self, picture: &RgbaImage) {
        let (x, y) = self.at;
        // Wherever it leaves the cursor is another place on every terminal.
        self.at = (usize::MAX / 2, usize::MAX / 2);
        assert!(picture.width() <= 1000, "xterm draws none that is wider");
        assert_eq!(picture.height(), u32::from(self.cell.height));
        assert!(
            y + 1 < self.cells.len(),
            "below the last row the screen would scroll"
        );
        let columns = usize::try_from(picture.width()).unwrap() / usize::from(self.cell.width);
        for column in 0..columns {
            let tile = mean(picture, column, 0, self.cell);
            self.put(x + column, y, Seen::Tile(tile));
        }
    }
}

pub fn png(base64: &str) -> RgbaImage {
    let bytes = STANDARD.decode(base64).unwrap();
    image::load_from_memory_with_format(&bytes, image::ImageFormat::Png)
        .unwrap()
        .into_rgba8()
}

/// The mean of one cell's pixels.
pub fn mean(picture: &RgbaImage, column: usize, row: usize, cell: Cell) -> [f64; 3] {
    let (across, down) = (u32::from(cell.width), u32::from(cell.height));
    let (x, y) = (
        u32::try_from(column).unwrap() * across,
        u32::try_from(row).unwrap() * down,
    );
    let part = image::imageops::crop_imm(picture, x, y, across, down).to_image();
    let count = f64::from(across * down);
    [0, 1, 2].map(|channel| {
        part.pixels()
            .map(|pixel| f64::from(pixel.0[channel]))
            .sum::<f64>()
            / count
    })
}

/// What stands between `ESC P` and `ESC \`: parameters, `q`, raster attributes, colours, bits. Clear where nothing is drawn.
pub fn sixel(content: &str) -> RgbaImage {
    let (_, body) = content.split_once('q').unwrap();
    let mut colours: HashMap<u32, [u8; 3]> = HashMap::new();
    let mut picture = RgbaImage::new(0, 0);
    let (mut x, mut band, mut colour, mut times) = (0, 0, 0, 1);
    let mut rest = body;
    let numbers = |text: &str| -> (Vec<u32>, usize) {
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != ';')
            .unwrap_or(text.len());
        (text[..end].split(';').map(|n| n.parse().unwrap()).collect(), end)
    };
    while let Some(first) = rest.chars().next() {
        rest = &rest[1..];
        match first {
            '"' => {
                let (told, end) = numbers(rest);
                picture = RgbaImage::new(told[2], told[3]);
                rest = &rest[end..];
            }
            '#' => {
                let (told, end) = numbers(rest);
                colour = told[0];
                if let [_, 2, percent @ ..] = told.as_slice() {
                    let value = |n: usize| u8::try_from((percent[n] * 255 + 50) / 100).unwrap();
                    colours.insert(colour, [value(0), value(1), value(2)]);
                }
                rest = &rest[end..];
            }
            '!' => {
                let (told, end) = numbers(rest);
                times = told[0];
                rest = &rest[end..];
            }
            '$' => x = 0,
            '-' => (x, band) = (0, band + 1),
            bits => {
                let bits = u32::from(bits) - 63;
                for _ in 0..times {
                    for bit in (0..6).filter(|bit| bits & (1 << bit) != 0) {
                        let [r, g, b] = colours[&colour];
                        picture.put_pixel(x, band * 6 + bit, image::Rgba([r, g, b, 255]));
                    }
                    x += 1;
                }
                times = 1;
            }
        }
    }
    picture
}
