//! Where printed text is gathered: it knows how deep the line that it writes is indented.

const INDENT: &str = "    ";

/// Text under construction.
#[derive(Default)]
pub(in crate::syntax) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// Appends text that has no line end to be indented.
    pub(in crate::syntax) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Ends the line and indents the next one.
    pub(in crate::syntax) fn line(&mut self) {
        self.text.push('\n');
        for _ in 0..self.depth {
            self.text.push_str(INDENT);
        }
    }

    /// Ends the line and leaves the next one empty.
    pub(in crate::syntax) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Writes what is one level deeper.
    pub(in crate::syntax) fn deeper(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// Writes `{`, what is inside on lines of its own, and `}`.
    pub(in crate::syntax) fn braces(&mut self, write: impl FnOnce(&mut Self)) {
        self.put("{");
        self.deeper(|writer| {
            writer.line();
            write(writer);
        });
        self.line();
        self.put("}");
    }

    /// Writes each part, with `separator` between them.
    pub(in crate::syntax) fn separated<T>(
        &mut self,
        separator: &str,
        parts: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                self.put(separator);
            }
            write(self, part);
        }
    }

    /// Writes each part on a line of its own, with `separator` at the end of each line but the last.
    pub(in crate::syntax) fn lines<T>(
        &mut self,
        separator: &str,
        parts: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                self.put(separator);
                self.line();
            }
            write(self, part);
        }
    }

    /// The text.
    pub(in crate::syntax) fn finish(self) -> String {
        self.text
    }
}
