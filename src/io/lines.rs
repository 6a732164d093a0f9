//! Plain text: a statement a line.

use crate::error::Result;
use crate::io::stream::TextStream;

/// The lines of a text that hold more than white space.
#[derive(Debug, Default)]
pub(crate) struct FilledLines {
    n_read: u64,
}

impl FilledLines {
    /// Puts the next line that holds something into `line` and returns its number, or `None` at the end.
    pub fn read(&mut self, stream: &mut TextStream, line: &mut String) -> Result<Option<u64>> {
        while stream.read_line(self.n_read + 1, line)? {
            self.n_read += 1;
            if !line.trim().is_empty() {
                return Ok(Some(self.n_read));
            }
        }
        Ok(None)
    }
}
