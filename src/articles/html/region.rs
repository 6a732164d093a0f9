//! Which paragraphs of a page are the article?

use crate::articles::html::block::Block;

/// A paragraph this long is text even where most of it is links, in bytes.
const LONG_PARAGRAPH: usize = 160;

/// The paragraphs that a reader would read as the article: those of the `article` with most text, or else of `main`, or
/// else of the page, without paragraphs of links and without forms.
///
/// An `article` inside another one is not part of it: it is a comment or a teaser. Where there are only teasers, with less
/// than half of the text that stands outside them, the article is what stands outside. A form that holds most of the
/// text is the page itself.
pub(super) fn article_blocks(mut blocks: Vec<Block>) -> Vec<Block> {
    blocks.retain(|block| !is_link_list(block));
    let article = largest_article(&blocks);
    blocks.retain(|block| block.article == article);
    if article.is_none() && blocks.iter().any(|block| block.is_in_main) {
        blocks.retain(|block| block.is_in_main);
    }
    let in_forms = length(&blocks, |block| block.is_in_form);
    if 2 * in_forms <= length(&blocks, |_| true) {
        blocks.retain(|block| !block.is_in_form);
    }
    blocks
}

fn is_link_list(block: &Block) -> bool {
    !block.is_headline && block.text.len() < LONG_PARAGRAPH && 2 * block.n_linked > block.text.len()
}

fn length(blocks: &[Block], counts: impl Fn(&Block) -> bool) -> usize {
    blocks.iter().filter(|block| counts(block)).map(|block| block.text.len()).sum()
}

/// The number of the `article` with most text, the first of several, unless all of them are teasers.
fn largest_article(blocks: &[Block]) -> Option<usize> {
    let n_articles = blocks.iter().filter_map(|block| block.article).max()? + 1;
    let mut lengths = vec![0; n_articles];
    for block in blocks {
        if let Some(article) = block.article {
            lengths[article] += block.text.len();
        }
    }
    let longest = *lengths.iter().max()?;
    let outside = length(blocks, |block| block.article.is_none());
    if 2 * longest < outside { None } else { lengths.iter().position(|&length| length == longest) }
}
