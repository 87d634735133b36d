//! PDF 1.4 (ISO 32000-1): one page with a title and a line of text. The filler is a comment.

use std::fmt::Write as _;

use super::{Recipe, prose};

pub(super) fn pdf(recipe: &Recipe) -> Option<Vec<u8>> {
    let (title, sentence) = (prose::title(recipe.seed), prose::sentence(recipe.seed));
    let shown = format!("BT /F1 24 Tf 72 760 Td ({title}) Tj ET\nBT /F1 12 Tf 72 724 Td ({sentence}) Tj ET\n");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{shown}endstream", shown.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Title ({title}) >>"),
    ];
    // Four bytes above 127 tell programs that move files that this one is not text.
    let mut bytes = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    match recipe.filler {
        0 => {}
        1 => bytes.push(b'\n'),
        size => bytes.extend([b"%", &vec![b' '; size - 2][..], b"\n"].concat()),
    }
    // Every number has ten digits, so that the filler does not change the length of any.
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        let _ = writeln!(table, "{:010} 00000 n ", bytes.len());
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let start = bytes.len();
    let size = objects.len() + 1;
    bytes.extend(format!("{table}trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R >>\n").into_bytes());
    bytes.extend(format!("startxref\n{start:010}\n%%EOF\n").into_bytes());
    Some(bytes)
}
