//! Defects sown into programs that work: in comes the text of one file, out come the places where one change breaks
//! it, each with the edits that make the change.
//!
//! A change never moves a line: what is removed leaves its line breaks, what is put in has none. So the findings before
//! and after are compared line by line.

use quadrille::base::{Name, Sources, Span};
use quadrille::syntax::jolie::tree::{
    Branch, CorrelationSet, ExecutionMode, Expression, ExpressionKind, File, HandlerName, Item,
    PathRoot, Port, Process, ProcessKind, Receive, Send,
};
use quadrille::syntax::jolie::{parse, walk};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

/// A place where a change can be made.
#[derive(Clone, Debug)]
pub struct Site {
    /// What kind of change.
    pub kind: Kind,
    /// The line of the change, from 1.
    pub line: usize,
    /// The name that it is about: an operation, a fault, a lock.
    pub name: String,
    /// What is replaced, in the order of the text.
    pub edits: Vec<(Range<usize>, String)>,
    /// Lines of what it was taken out of: the other branches of a choice, the correlation variable.
    pub around: Vec<usize>,
}

/// What is known of a file beside its text.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// For each operation of an input port, another one of the port and of the same kind.
    pub inputs: BTreeMap<String, String>,
    /// The same for output ports: by port and operation.
    pub outputs: BTreeMap<(String, String), String>,
    /// The operations of the author's input ports, with the port.
    pub offered: BTreeMap<String, String>,
    /// The author's output ports.
    pub ports: BTreeSet<String>,
}

impl Context {
    /// Whether an operation is received from a standard package only.
    fn is_standard(&self, operation: &str) -> bool {
        !self.offered.contains_key(operation)
    }
}

macro_rules! kinds {
    ($($kind:ident $name:literal $what:literal;)*) => {
        /// The kinds of changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $what] $kind,)*
        }

        impl Kind {
            #[allow(dead_code, reason = "not every test counts kinds")]
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }
        }
    };
}

kinds! {
    DropReply "drop-reply" "a request-response is received as if it were one-way, and not answered";
    WithholdReply "withhold-reply" "what is done before the answer waits for a link that nobody signals";
    DropAnswer "drop-answer" "a call does not wait for its answer: it is written as a notification";
    RenameInput "rename-input" "an input waits for an operation of another name";
    RenameOutput "rename-output" "an output calls an operation of another name";
    ConfuseOutput "confuse-output" "an output calls another operation of its port, of the same kind";
    ConfuseInput "confuse-input" "an input waits for another operation of its port, of the same kind";
    DropBranch "drop-branch" "a branch of an input choice is forgotten";
    DropElse "drop-else" "the `else` that sends or receives is forgotten";
    DropSend "drop-send" "an output is forgotten";
    DropInput "drop-input" "an input in the middle of a session is forgotten";
    SwapInputs "swap-inputs" "two inputs that follow one another change places";
    SwapOutputs "swap-outputs" "two outputs to one port that follow one another change places";
    WaitFirst "wait-first" "an input and the output before it change places";
    AwaitTwice "await-twice" "an input in the middle of a session stands twice";
    AwaitAgain "await-again" "what is done before the answer waits for the same operation again";
    CrossLocks "cross-locks" "two activities take a lock and another in opposite orders";
    RemoveAlias "remove-alias" "an alias of a correlation variable is forgotten";
    DropFresh "drop-fresh" "the assignment of a correlation variable is forgotten";
    SelfCall "self-call" "a service that serves one session at a time calls itself while it answers";
    MisspellThrow "misspell-throw" "a fault of another name is thrown";
    MisspellHandler "misspell-handler" "a handler is installed for a fault of another name";
    RemoveHandler "remove-handler" "a handler is not installed";
    MisspellCompensation "misspell-compensation" "the scope to be compensated has another name";
    CrossPorts "cross-ports" "an output port has the location of another port of the file";
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Applies edits to a text.
pub fn apply(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut changed = text.to_owned();
    for (range, replacement) in edits.iter().rev() {
        changed.replace_range(range.clone(), replacement);
    }
    changed
}

/// Every place of a file where a change of some kind can be made, in the order of the text.
pub fn sites(text: &str, context: &Context) -> Vec<Site> {
    let mut sources = Sources::default();
    let id = sources.add("seeded.ol", text);
    let (file, _) = parse(id, text);
    let mut sower = Sower {
        text,
        context,
        found: Vec::new(),
    };
    sower.file(&file);
    let source = sources.get(id).unwrap();
    for site in &mut sower.found {
        site.edits.sort_by_key(|(range, _)| range.start);
        let line = |at: usize| source.position(u32::try_from(at).unwrap()).line;
        site.line = line(site.line);
        for at in &mut site.around {
            *at = line(*at);
        }
    }
    sower.found.sort_by_key(|site| (site.line, site.kind));
    sower.found
}

struct Sower<'t> {
    text: &'t str,
    context: &'t Context,
    found: Vec<Site>,
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// The line breaks of a text: what is left of it when it is removed.
fn breaks(text: &str) -> String {
    text.chars().filter(|char| *char == '\n').collect()
}

impl Sower<'_> {
    fn add(
        &mut self,
        kind: Kind,
        at: usize,
        name: impl fmt::Display,
        edits: Vec<(Range<usize>, String)>,
    ) {
        self.found.push(Site {
            kind,
            line: at,
            name: name.to_string(),
            edits,
            around: Vec::new(),
        });
    }

    /// Replaces a range, and keeps its line breaks.
    fn replaced(&self, range: Range<usize>, by: &str) -> (Range<usize>, String) {
        let kept = breaks(&self.text[range.clone()]);
        (range, by.to_owned() + &kept)
    }

    fn replace(&mut self, kind: Kind, range: Range<usize>, by: &str, name: impl fmt::Display) {
        let edit = self.replaced(range.clone(), by);
        self.add(kind, range.start, name, vec![edit]);
    }

    /// Says what the last change took something out of.
    fn around(&mut self, places: Vec<usize>) {
        if let Some(site) = self.found.last_mut() {
            site.around = places;
        }
    }

    fn insert(&mut self, kind: Kind, at: usize, what: &str, name: impl fmt::Display) {
        self.add(kind, at, name, vec![(at..at, what.to_owned())]);
    }

    fn swap(&mut self, kind: Kind, first: Span, second: Span, name: impl fmt::Display) {
        let (first, second) = (range(first), range(second));
        let edits = vec![
            (first.clone(), self.text[second.clone()].to_owned()),
            (second, self.text[first.clone()].to_owned()),
        ];
        self.add(kind, first.start, name, edits);
    }

    /// Where the bracket that opens at or after `from` closes, one behind it.
    fn closing(&self, from: usize) -> usize {
        let mut depth = 0;
        let mut quoted = false;
        for (at, char) in self.text[from..].char_indices() {
            match char {
                '"' => quoted = !quoted,
                '(' | '{' if !quoted => depth += 1,
                ')' | '}' if !quoted => {
                    depth -= 1;
                    if depth == 0 {
                        return from + at + 1;
                    }
                }
                _ => {}
            }
        }
        self.text.len()
    }

    fn file(&mut self, file: &File) {
        self.items(&file.items);
        for item in &file.items {
            if let Item::Service(service) = item {
                self.items(&service.items);
            }
        }
    }

    fn items(&mut self, items: &[Item]) {
        let mode = items.iter().find_map(|item| match item {
            Item::Execution(execution) => Some(execution.mode),
            _ => None,
        });
        let single = mode != Some(ExecutionMode::Concurrent);
        let ports: Vec<(&Port, bool)> = items
            .iter()
            .filter_map(|item| match item {
                Item::InputPort(port) => Some((port, true)),
                Item::OutputPort(port) => Some((port, false)),
                _ => None,
            })
            .collect();
        self.ports(&ports);
        for item in items {
            match item {
                Item::CorrelationSet(set) => self.correlation(set),
                Item::Main(code) => {
                    self.body(&code.body, true);
                    if single {
                        self.self_calls(&code.body, &ports);
                    }
                }
                Item::Init(code) => self.body(&code.body, false),
                Item::Define(define) => self.body(&define.body, false),
                _ => {}
            }
        }
    }

    fn ports(&mut self, ports: &[(&Port, bool)]) {
        for (port, input) in ports {
            let Some(location) = &port.location else {
                continue;
            };
            let own = &self.text[range(location.span)];
            let other = ports.iter().find_map(|(other, _)| {
                let span = other.location.as_ref()?.span;
                let text = &self.text[range(span)];
                (other.name.name != port.name.name && text != own && !text.starts_with("\"local"))
                    .then(|| text.to_owned())
            });
            if let (false, Some(other)) = (input, other) {
                self.replace(
                    Kind::CrossPorts,
                    range(location.span),
                    &other,
                    port.name.name,
                );
            }
        }
    }

    fn correlation(&mut self, set: &CorrelationSet) {
        for variable in &set.variables {
            if variable.aliases.len() < 2 {
                continue;
            }
            for alias in &variable.aliases {
                let place = alias.message.span.start as usize..alias.path.span.end as usize;
                self.replace(Kind::RemoveAlias, place, "", alias.message.name);
                self.around(vec![variable.path.span.start as usize]);
            }
        }
    }

    fn body(&mut self, body: &Process, main: bool) {
        let mut first = Vec::new();
        if main {
            starters(body, &mut first);
        }
        walk::receives(body, &mut |receive| self.receive(receive));
        walk::processes(body, &mut |process| self.process(process, &first));
    }

    fn receive(&mut self, receive: &Receive) {
        let (name, place) = (receive.operation.name, range(receive.operation.span));
        if self.context.is_standard(name.as_str()) {
            return;
        }
        self.replace(
            Kind::RenameInput,
            place.clone(),
            &format!("{name}Seeded"),
            name,
        );
        if let Some(other) = self.context.inputs.get(name.as_str()).cloned() {
            self.replace(Kind::ConfuseInput, place.clone(), &other, name);
        }
        let Some(reply) = &receive.reply else {
            return;
        };
        let taken = self.closing(place.end);
        let end = receive.span.end as usize;
        let dropped = self.replaced(taken..end, "");
        self.add(Kind::DropReply, place.start, name, vec![dropped]);
        match &reply.body {
            Some(body) => {
                let at = self.inside(body);
                self.insert(Kind::WithholdReply, at, " linkIn( seeded ); ", name);
                let target = if receive.target.is_some() {
                    "seeded"
                } else {
                    ""
                };
                let again = format!(" {name}( {target} )() {{ nullProcess }}; ");
                self.insert(Kind::AwaitAgain, at, &again, name);
            }
            None => self.insert(Kind::WithholdReply, end, " { linkIn( seeded ) }", name),
        }
    }

    /// Where the statements of a body start: behind the brace that it may be written with.
    fn inside(&self, body: &Process) -> usize {
        let start = body.span.start as usize;
        start
            + usize::from(
                matches!(body.kind, ProcessKind::Block(_)) && self.text[start..].starts_with('{'),
            )
    }

    #[allow(clippy::too_many_lines, reason = "one arm for each kind of change")]
    fn process(&mut self, process: &Process, first: &[Span]) {
        let place = range(process.span);
        match &process.kind {
            ProcessKind::Sequence(parts) => self.sequence(parts),
            ProcessKind::Send(send) => self.send(send),
            ProcessKind::Receive(receive)
                if !first.contains(&receive.span)
                    && !self.context.is_standard(receive.operation.name.as_str()) =>
            {
                let name = receive.operation.name;
                self.replace(Kind::DropInput, place.clone(), "nullProcess", name);
                let twice = format!("; {}", one_line(&self.text[place.clone()]));
                self.insert(Kind::AwaitTwice, place.end, &twice, name);
            }
            ProcessKind::Choice(branches) if branches.len() > 1 => self.branches(branches),
            ProcessKind::ProvideUntil { provide, .. } if provide.len() > 1 => {
                self.branches(provide);
            }
            ProcessKind::If {
                branches,
                otherwise: Some(otherwise),
            } if communicates(otherwise, self.context) => {
                let from = branches.last().unwrap().1.span.end as usize;
                let end = otherwise.span.end as usize;
                let edit = self.replaced(from..end, "");
                let word = from + self.text[from..].find("else").unwrap();
                self.add(Kind::DropElse, word, "else", vec![edit]);
            }
            ProcessKind::Synchronized { lock, .. } => {
                let lock = lock.name;
                let crossed = format!(
                    "{{ synchronized( {lock} ) {{ synchronized( seeded ) {{ nullProcess }} }} \
                     | synchronized( seeded ) {{ synchronized( {lock} ) {{ nullProcess }} }} }}; "
                );
                self.insert(Kind::CrossLocks, place.start, &crossed, lock);
            }
            ProcessKind::Assign { path, value, .. } => {
                if path.root == PathRoot::Correlation {
                    let name = path.names().unwrap_or_default();
                    let name = name.last().map(ToString::to_string).unwrap_or_default();
                    self.replace(Kind::DropFresh, place, "nullProcess", name);
                } else {
                    self.nested_fresh(value);
                }
            }
            ProcessKind::Throw { fault, .. } => {
                let name = fault.name;
                self.replace(
                    Kind::MisspellThrow,
                    range(fault.span),
                    &format!("{name}Seeded"),
                    name,
                );
            }
            ProcessKind::Install(handlers) => {
                for name in handlers.iter().flat_map(|handler| &handler.names) {
                    if let HandlerName::Fault(fault) = name {
                        let (name, place) = (fault.name, range(fault.span));
                        self.replace(Kind::MisspellHandler, place, &format!("{name}Seeded"), name);
                    }
                }
                if let [handler] = handlers.as_slice()
                    && let [HandlerName::Fault(fault)] = handler.names.as_slice()
                {
                    self.replace(Kind::RemoveHandler, place, "nullProcess", fault.name);
                }
            }
            ProcessKind::Compensate(scope) => {
                let name = scope.name;
                let misspelt = format!("{name}Seeded");
                self.replace(
                    Kind::MisspellCompensation,
                    range(scope.span),
                    &misspelt,
                    name,
                );
            }
            _ => {}
        }
    }

    /// `x = csets.sid = new`: the inner assignment loses its target.
    fn nested_fresh(&mut self, value: &Expression) {
        if let ExpressionKind::Assign(path, inner) = &value.kind
            && path.root == PathRoot::Correlation
        {
            let name = path.names().unwrap_or_default();
            let name = name.last().map(ToString::to_string).unwrap_or_default();
            let place = path.span.start as usize..inner.span.start as usize;
            self.replace(Kind::DropFresh, place, "", name);
        }
    }

    fn branches(&mut self, branches: &[Branch]) {
        for branch in branches {
            let name = branch.guard.operation.name;
            if !self.context.is_standard(name.as_str()) {
                self.replace(Kind::DropBranch, range(branch.span), "", name);
                let others = branches.iter().map(|other| other.guard.span.start as usize);
                self.around(others.collect());
            }
        }
    }

    fn send(&mut self, send: &Send) {
        let (port, name) = (send.port.name, send.operation.name);
        if !self.context.ports.contains(port.as_str()) {
            return;
        }
        let place = range(send.operation.span);
        self.replace(
            Kind::RenameOutput,
            place.clone(),
            &format!("{name}Seeded"),
            name,
        );
        let other = self
            .context
            .outputs
            .get(&(port.to_string(), name.to_string()));
        if let Some(other) = other.cloned() {
            self.replace(Kind::ConfuseOutput, place, &other, name);
        }
        self.replace(Kind::DropSend, range(send.span), "nullProcess", name);
        if send.solicit.is_some() {
            let taken = self.closing(send.operation.span.end as usize);
            let dropped = self.replaced(taken..send.span.end as usize, "");
            self.add(
                Kind::DropAnswer,
                send.span.start as usize,
                name,
                vec![dropped],
            );
        }
    }

    fn sequence(&mut self, parts: &[Process]) {
        let inputs: Vec<&Process> = parts
            .iter()
            .filter(|part| !matches!(part.kind, ProcessKind::Assign { .. } | ProcessKind::Nothing))
            .collect();
        for pair in inputs.windows(2) {
            if let (Some(one), Some(_)) = (self.input(pair[0]), self.input(pair[1])) {
                self.swap(Kind::SwapInputs, pair[0].span, pair[1].span, one);
            }
        }
        for pair in parts.windows(2) {
            let [first, second] = pair else { continue };
            match (&first.kind, &second.kind) {
                (ProcessKind::Send(one), ProcessKind::Send(two))
                    if one.port.name == two.port.name
                        && self.context.ports.contains(one.port.name.as_str()) =>
                {
                    self.swap(
                        Kind::SwapOutputs,
                        first.span,
                        second.span,
                        one.operation.name,
                    );
                }
                (ProcessKind::Send(one), ProcessKind::Receive(two))
                    if self.context.ports.contains(one.port.name.as_str()) =>
                {
                    self.swap(Kind::WaitFirst, first.span, second.span, two.operation.name);
                }
                _ => {}
            }
        }
    }

    /// The first operation of an input or a choice, when all are the author's own.
    fn input(&self, process: &Process) -> Option<Name> {
        let own = |receive: &Receive| !self.context.is_standard(receive.operation.name.as_str());
        match &process.kind {
            ProcessKind::Receive(receive) if own(receive) => Some(receive.operation.name),
            ProcessKind::Choice(branches) if branches.iter().all(|branch| own(&branch.guard)) => {
                branches.first().map(|branch| branch.guard.operation.name)
            }
            _ => None,
        }
    }

    /// A call of an operation of its own, in the body that answers one.
    fn self_calls(&mut self, body: &Process, ports: &[(&Port, bool)]) {
        let mut found = Vec::new();
        walk::receives(body, &mut |receive| found.push(receive));
        for receive in found {
            let name = receive.operation.name;
            let Some(inside) = receive.answering() else {
                continue;
            };
            let own = self.context.offered.get(name.as_str());
            let port = ports.iter().find(|(port, input)| {
                *input && own.is_some_and(|own| own == port.name.name.as_str())
            });
            let Some((port, _)) = port else { continue };
            let Some(location) = &port.location else {
                continue;
            };
            let location = self.text[range(location.span)].to_owned();
            if location.starts_with("\"local") || port.interfaces.is_empty() {
                continue;
            }
            let interfaces: Vec<_> = port
                .interfaces
                .iter()
                .map(|one| one.name.to_string())
                .collect();
            let declared = format!(
                "outputPort SeededSelf {{ location: {location} protocol: sodep interfaces: {} }} ",
                interfaces.join(", ")
            );
            let argument = receive
                .target
                .as_ref()
                .map(|path| &self.text[range(path.span)]);
            let call = format!(
                "{name}@SeededSelf( {} )( seeded ); ",
                argument.unwrap_or("")
            );
            let at = self.inside(inside);
            let start = port.span.start as usize;
            self.add(
                Kind::SelfCall,
                at,
                name,
                vec![(start..start, declared), (at..at, call)],
            );
        }
    }
}

/// The text on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The inputs that start a session.
fn starters(process: &Process, found: &mut Vec<Span>) {
    match &process.kind {
        ProcessKind::Sequence(parts) => {
            if let Some(first) = parts.first() {
                starters(first, found);
            }
        }
        ProcessKind::Block(body) | ProcessKind::Scope { body, .. } => starters(body, found),
        ProcessKind::Receive(receive) => found.push(receive.span),
        _ => {}
    }
}

/// Whether there is an input or an output to a port of the file.
fn communicates(process: &Process, context: &Context) -> bool {
    let mut found = false;
    walk::sends(process, &mut |send| {
        found |= context.ports.contains(send.port.name.as_str());
    });
    walk::receives(process, &mut |receive| {
        found |= !context.is_standard(receive.operation.name.as_str());
    });
    found
}
