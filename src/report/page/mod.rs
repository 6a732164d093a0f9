//! Articles with their statements marked, and who stands where in sum, as one page that needs nothing else.
//!
//! The page has no scripts and loads nothing, and a policy in its head forbids both. A stance is told by colour, sign, word and
//! kind of underline, so that it can be read without colours, on paper, and by a screen reader.

mod article;
mod chart;
mod labels;
mod listing;
mod marked;
mod numbers;

use crate::analysis::{StanceSummary, StatementReading};
use crate::articles::Article;
use crate::report::html::{escaped, page};
use crate::report::table::count;
use labels::sign;
use marked::{Marked, marked};

/// The style sheet.
const STYLE: &str = include_str!("page.css");

/// The articles with their readings as one self-contained HTML page: the summary as a chart, every article with its
/// statements marked where they stand, and all statements as a table.
///
/// # Determinism
/// The same articles and readings give the same bytes.
pub fn analysis_page(articles: &[(Article, Vec<StatementReading>)], summary: &StanceSummary) -> String {
    let statements = statements(articles);
    let all = || statements.iter().flatten();
    let title = match articles {
        [(article, _)] => format!("Who stands where: {}", article.document),
        _ => format!("Who stands where: {} articles", articles.len()),
    };
    let mut body = header(articles, all().count(), summary);
    body += "<main>\n";
    if !summary.targets.is_empty() {
        body += &format!(
            "<section class=\"summary\" aria-label=\"Summary\">\n{}</section>\n",
            chart::chart(summary)
        );
    }
    body += &format!("<section class=\"articles\" aria-label=\"Articles\">\n{}", legend(all()));
    for (i, ((article, _), statements)) in articles.iter().zip(&statements).enumerate() {
        body += &article::article(article, statements, i + 1);
    }
    body += "</section>\n";
    if all().next().is_some() {
        body += "<section class=\"statements\">\n<h2>All statements</h2>\n";
        body += &listing::listing(all(), articles.len() > 1);
        body += "</section>\n";
    }
    body += "</main>\n";
    page(&title, &[STYLE], &body)
}

/// The statements of each article, numbered through.
fn statements(articles: &[(Article, Vec<StatementReading>)]) -> Vec<Vec<Marked<'_>>> {
    let mut next = 1;
    let mut statements = Vec::with_capacity(articles.len());
    for (_, readings) in articles {
        let of_article = marked(readings, next);
        next += of_article.len();
        statements.push(of_article);
    }
    statements
}

fn header(
    articles: &[(Article, Vec<StatementReading>)],
    n_statements: usize,
    summary: &StanceSummary,
) -> String {
    let targets: Vec<_> = summary.targets.keys().map(|target| escaped(target.as_str())).collect();
    let on = if targets.is_empty() { String::new() } else { format!(", on {}", targets.join(" and ")) };
    let [n_statements, n_articles] =
        [(n_statements, "statement"), (articles.len(), "article")].map(|(n, noun)| count(n as u64, noun));
    let contents = match articles.len() {
        0 | 1 => String::new(),
        _ => {
            let entry = |(i, (article, _)): (usize, &(Article, Vec<StatementReading>))| {
                format!("<li><a href=\"#a{}\">{}</a></li>", i + 1, escaped(&article.document))
            };
            let entries: String = articles.iter().enumerate().map(entry).collect();
            format!("<details class=\"contents\"><summary>Articles</summary><ol>{entries}</ol></details>\n")
        }
    };
    format!(
        "<header>\n<h1>Who stands where</h1>\n<p class=\"lead\">{n_statements} in {n_articles}{on}.</p>\n\
         <p class=\"about\">Stances are estimates of a statistical model; a confidence is the probability that it gives its \
         own estimate. The net stance runs from −1 (all against) to +1 (all in favor), with its 95\u{A0}% interval.</p>\n\
         {contents}</header>\n"
    )
}

/// The marks that the page uses.
fn legend<'a>(statements: impl Iterator<Item = &'a Marked<'a>> + Clone) -> String {
    let entries = [
        ("favor", "in favor"),
        ("against", "against"),
        ("neutral", "neutral"),
        (labels::ABSTAIN, "no stance given"),
        (labels::SEVERAL, "differs by target"),
        (labels::NONE, "about no target"),
    ];
    let used =
        entries.into_iter().filter(|(class, _)| statements.clone().any(|marked| marked.class == *class));
    let shown: String = used
        .map(|(class, word)| format!("<li><mark class=\"{class}\">{} {word}</mark></li>", sign(class)))
        .collect();
    if shown.is_empty() { shown } else { format!("<ul class=\"legend\" aria-label=\"Marks\">{shown}</ul>\n") }
}
