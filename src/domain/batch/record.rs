//! A line of a file taken apart into its cells.
//!
//! A record is a line: no cell holds a line break, so that the number of a line is the one an editor shows, and a quote
//! that is not closed spoils one line and not all behind it. What RFC 4180 does not allow is a fault and never guessed
//! at, which is why this is no lenient reader.

use std::borrow::Cow;

/// Why a line is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFault {
    /// A quote is open at its end.
    Unclosed,
    /// A quote stands within a cell that does not begin with one.
    Stray,
    /// Something stands behind the closing quote of a cell.
    Behind,
}

impl RecordFault {
    /// What is wrong, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unclosed => "a quote is not closed: a cell cannot hold a line break",
            Self::Stray => "a quote stands within a cell: put the whole cell in quotes and write that quote twice",
            Self::Behind => "something stands behind the closing quote of a cell",
        }
    }
}

/// The cells of a line.
pub fn cells(line: &str, delimiter: char) -> Result<Vec<Cow<'_, str>>, RecordFault> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, behind) = if let Some(quoted) = rest.strip_prefix('"') {
            within_quotes(quoted)?
        } else {
            let (cell, behind) = rest.split_at(rest.find(delimiter).unwrap_or(rest.len()));
            if cell.contains('"') {
                return Err(RecordFault::Stray);
            }
            (Cow::Borrowed(cell), behind)
        };
        cells.push(cell);
        match behind.strip_prefix(delimiter) {
            Some(next) => rest = next,
            None if behind.is_empty() => return Ok(cells),
            None => return Err(RecordFault::Behind),
        }
    }
}

/// A cell whose opening quote is read already, and what stands behind its closing one.
fn within_quotes(text: &str) -> Result<(Cow<'_, str>, &str), RecordFault> {
    let mut cell = Cow::Borrowed("");
    let mut rest = text;
    loop {
        let end = rest.find('"').ok_or(RecordFault::Unclosed)?;
        let (part, behind) = (&rest[..end], &rest[end + 1..]);
        cell = if cell.is_empty() { Cow::Borrowed(part) } else { cell + part };
        match behind.strip_prefix('"') {
            Some(more) => {
                cell.to_mut().push('"');
                rest = more;
            }
            None => return Ok((cell, behind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a,b", &["a", "b"])]
    #[case("", &[""])]
    #[case(",", &["", ""])]
    #[case("\"a,b\",c", &["a,b", "c"])]
    #[case("\"a \"\"b\"\" c\",\"\"", &["a \"b\" c", ""])]
    #[case("\"\"\"\"", &["\""])]
    #[case(" a ,b ", &[" a ", "b "])]
    #[case("=1+1,@x", &["=1+1", "@x"])]
    fn a_line_has_cells(#[case] line: &str, #[case] expected: &[&str]) {
        assert_eq!(cells(line, ',').unwrap(), expected);
    }

    #[rstest]
    #[case("\"a", RecordFault::Unclosed)]
    #[case("a,\"b\"\"", RecordFault::Unclosed)]
    #[case("a\"b,c", RecordFault::Stray)]
    #[case("\"a\"b,c", RecordFault::Behind)]
    fn what_is_no_record_is_not_guessed_at(#[case] line: &str, #[case] fault: RecordFault) {
        assert_eq!(cells(line, ','), Err(fault));
    }

    proptest! {
        #[test]
        fn what_a_csv_writer_writes_reads_the_same(row in prop::collection::vec("[ -~é]{0,12}", 1..8)) {
            for delimiter in [b',', b';'] {
                let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
                writer.write_record(&row).unwrap();
                let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
                prop_assert_eq!(&cells(written.trim_end_matches('\n'), char::from(delimiter)).unwrap(), &row);
            }
        }

        #[test]
        fn no_line_makes_it_panic(line in "\\PC*") {
            let _ = cells(&line, ',');
        }
    }
}
