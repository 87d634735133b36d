//! Office documents (ECMA-376): a ZIP with as few parts as programs open: a paragraph, or a sheet of two columns. The filler is blanks at
//! the end of the main part.

use super::archive::zipped;
use super::{Recipe, prose};

const START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org";
const OFFICE: &str = "application/vnd.openxmlformats-officedocument";

pub(super) fn docx(recipe: &Recipe) -> Option<Vec<u8>> {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let (title, sentence) = (paragraph(&prose::title(recipe.seed)), paragraph(&prose::sentence(recipe.seed)));
    let body = format!(
        "<w:document xmlns:w=\"{MAIN}/wordprocessingml/2006/main\"><w:body>{title}{sentence}</w:body></w:document>"
    );
    Some(zipped(&[
        ("[Content_Types].xml", types(&[("/word/document.xml", "wordprocessingml.document.main")])),
        ("_rels/.rels", relations("officeDocument", "word/document.xml")),
        ("word/document.xml", part(&body, recipe.filler)),
    ]))
}

pub(super) fn xlsx(recipe: &Recipe) -> Option<Vec<u8>> {
    let text = |cell: &str, text: &str| format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let head = text("A1", "name") + &text("B1", "count");
    let row =
        text("A2", &prose::title(recipe.seed)) + &format!("<c r=\"B2\"><v>{}</v></c>", prose::number(recipe.seed));
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}/spreadsheetml/2006/main\"><sheetData><row r=\"1\">{head}</row><row r=\"2\">{row}</row></sheetData></worksheet>"
    );
    let book = format!(
        "<workbook xmlns=\"{MAIN}/spreadsheetml/2006/main\" xmlns:r=\"{RELATION}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let parts =
        [("/xl/workbook.xml", "spreadsheetml.sheet.main"), ("/xl/worksheets/sheet1.xml", "spreadsheetml.worksheet")];
    Some(zipped(&[
        ("[Content_Types].xml", types(&parts)),
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", part(&book, 0)),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", part(&sheet, recipe.filler)),
    ]))
}

fn part(content: &str, filler: usize) -> Vec<u8> {
    let mut bytes = format!("{START}{content}").into_bytes();
    bytes.resize(bytes.len() + filler, b' ');
    bytes
}

fn types(parts: &[(&str, &str)]) -> Vec<u8> {
    let named =
        |(name, kind): &(&str, &str)| format!("<Override PartName=\"{name}\" ContentType=\"{OFFICE}.{kind}+xml\"/>");
    let named: String = parts.iter().map(named).collect();
    let usual = "application/vnd.openxmlformats-package.relationships+xml";
    let content = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"{usual}\"/>{named}</Types>"
    );
    part(&content, 0)
}

fn relations(kind: &str, target: &str) -> Vec<u8> {
    let relation = format!("<Relationship Id=\"rId1\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/>");
    part(&format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{relation}</Relationships>"), 0)
}
