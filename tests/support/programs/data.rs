//! Paths and expressions.

use super::Chance;

/// What an expression may name here.
#[derive(Clone, Debug)]
pub struct Names {
    /// Roots of variables, those that aliases lead from before those that they lead to.
    pub roots: Vec<&'static str>,
    /// Whether there are aliases: a copy then only goes from a root to one before it.
    pub aliases: bool,
    /// Variables that count from 0.
    pub counters: Vec<&'static str>,
    /// Whether `^` may be written.
    pub frozen: bool,
}

impl Names {
    /// A path.
    pub fn path(&self, chance: &mut Chance) -> String {
        let root = self.roots[chance.below(self.roots.len())];
        self.below(root, chance)
    }

    /// A path that begins with a root.
    pub fn below(&self, root: &str, chance: &mut Chance) -> String {
        let mut path = root.to_owned();
        if chance.one_in(4) {
            path.push_str(&self.index(chance));
        }
        for _ in 0..[0, 1, 1, 2][chance.below(4)] {
            if chance.one_in(6) {
                let counter = self.counters[chance.below(self.counters.len())];
                path = format!("{path}.( \"k\" + {counter} )");
            } else {
                path = format!("{path}.{}", chance.pick(&["x", "y", "z", "k0", "k1"]));
            }
            if chance.one_in(4) {
                path.push_str(&self.index(chance));
            }
        }
        path
    }

    fn index(&self, chance: &mut Chance) -> String {
        let counter = self.counters[chance.below(self.counters.len())];
        match chance.below(4) {
            0 => format!("[{counter}]"),
            1 => format!("[{counter} + 1]"),
            _ => format!("[{}]", chance.below(3)),
        }
    }

    /// Where a copy goes, and from where, so that nothing is copied into itself.
    pub fn copied(&self, chance: &mut Chance) -> (String, String) {
        let last = self.roots.len() - 1;
        let to = chance.below(last);
        let from = to + 1 + chance.below(last - to);
        let (to, from) = if !self.aliases && chance.one_in(2) {
            (from, to)
        } else {
            (to, from)
        };
        (
            self.below(self.roots[to], chance),
            self.below(self.roots[from], chance),
        )
    }

    /// An expression of so many levels at most.
    pub fn expression(&self, chance: &mut Chance, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(chance);
        }
        let inner = depth - 1;
        match chance.below(14) {
            0..=2 => {
                let operator = chance.pick(&["+", "+", "-", "*"]);
                let (left, right) = (
                    self.expression(chance, inner),
                    self.expression(chance, inner),
                );
                format!("( {left} {operator} {right} )")
            }
            3 => {
                let left = self.expression(chance, inner);
                let right = chance.pick(&["2", "3", "2.0", "7L", "( -2 )"]);
                format!("( {left} {} {right} )", chance.pick(&["/", "%"]))
            }
            4 => {
                let of = self.expression(chance, inner);
                format!(
                    "{}( {of} )",
                    chance.pick(&["int", "long", "double", "string", "bool"])
                )
            }
            5 => format!("#{}", self.path(chance)),
            6 => self.condition(chance, inner),
            7 => {
                let condition = self.condition(chance, inner);
                let (left, right) = (
                    self.expression(chance, inner),
                    self.expression(chance, inner),
                );
                format!("( if( {condition} ) {left} else {right} )")
            }
            8 if self.frozen => format!("^{}", self.path(chance)),
            9 if chance.one_in(3) => {
                let (left, right) = (
                    self.expression(chance, inner),
                    self.expression(chance, inner),
                );
                format!("( {left} / {right} )")
            }
            _ => self.leaf(chance),
        }
    }

    fn leaf(&self, chance: &mut Chance) -> String {
        match chance.below(8) {
            0 => chance
                .pick(&["0", "1", "2", "7", "( -3 )", "2147483647"])
                .to_owned(),
            1 => chance
                .pick(&[
                    "\"s\"",
                    "\"\"",
                    "\"7\"",
                    "\"two words\"",
                    "\"1.5\"",
                    "\"true\"",
                ])
                .to_owned(),
            2 => chance
                .pick(&["1.5", "2.0", "true", "false", "5L", "1e10", "0.001", "void"])
                .to_owned(),
            3 => self.counters[chance.below(self.counters.len())].to_owned(),
            _ => self.path(chance),
        }
    }

    /// A condition.
    pub fn condition(&self, chance: &mut Chance, depth: usize) -> String {
        let inner = depth.saturating_sub(1);
        match chance.below(8) {
            0 | 1 => format!("is_defined( {} )", self.path(chance)),
            2 => format!(
                "{}( {} )",
                chance.pick(&["is_int", "is_string", "is_double", "is_long", "is_bool"]),
                self.path(chance)
            ),
            3 => format!(
                "( {} instanceof {} )",
                self.path(chance),
                chance.pick(&["int", "string", "void", "any", "long", "double"])
            ),
            4 if depth > 0 => {
                let (left, right) = (self.condition(chance, inner), self.condition(chance, inner));
                format!("( {left} {} {right} )", chance.pick(&["&&", "||"]))
            }
            5 if depth > 0 => format!("!{}", self.condition(chance, inner)),
            _ => {
                let operator = chance.pick(&["==", "!=", "<", ">", "<=", ">="]);
                let (left, right) = (
                    self.expression(chance, inner),
                    self.expression(chance, inner),
                );
                format!("( {left} {operator} {right} )")
            }
        }
    }

    /// A tree that is written down.
    pub fn tree(&self, chance: &mut Chance, depth: usize) -> String {
        let mut fields = Vec::new();
        for name in ["x", "y", "z", "k1"] {
            if chance.one_in(2) {
                let index = if chance.one_in(4) { "[1]" } else { "" };
                fields.push(if depth > 0 && chance.one_in(4) {
                    format!(".{name}{index} << {}", self.tree(chance, depth - 1))
                } else {
                    format!(".{name}{index} = {}", self.expression(chance, 1))
                });
            }
        }
        if fields.is_empty() {
            fields.push(".x = 1".to_owned());
        }
        let root = if chance.one_in(3) { "\"root\" " } else { "" };
        format!("{root}{{ {} }}", fields.join(", "))
    }
}
