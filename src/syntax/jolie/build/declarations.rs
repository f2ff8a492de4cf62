//! Imports, includes, constants, execution, correlation sets, services and what they hold.

use super::Builder;
use crate::base::{Code as DiagnosticCode, Diagnostic, Name};
use crate::syntax::jolie::parse::Rule;
use crate::syntax::jolie::tree::{
    Access, Code, Constant, ConstantValue, CorrelationAlias, CorrelationSet, CorrelationVariable,
    Courier, CourierBranch, CourierGuard, Define, Embed, EmbedBinding, Embedded, EmbeddedProgram,
    Execution, ExecutionMode, Foreign, Identifier, Import, ImportedSymbol, Include, Item,
    Parameter, Service, Technology, TypeDeclaration,
};
use pest::iterators::Pair;

impl Builder {
    pub(super) fn item(&mut self, pair: Pair<'_, Rule>) -> Option<Item> {
        Some(match pair.as_rule() {
            Rule::import => Item::Import(self.import(pair)?),
            Rule::include => {
                let span = self.span(&pair);
                let file = self.text(&pair.into_inner().next()?);
                Item::Include(Include { file, span })
            }
            Rule::constants => Item::Constants(
                pair.into_inner()
                    .filter_map(|constant| self.constant(constant))
                    .collect(),
            ),
            Rule::execution => Item::Execution(self.execution(pair)?),
            Rule::cset => Item::CorrelationSet(self.correlation_set(pair)?),
            Rule::type_declaration => Item::Type(self.type_declaration(pair)?),
            Rule::interface => Item::Interface(self.interface(pair)?),
            Rule::input_port => Item::InputPort(self.port(pair)?),
            Rule::output_port => Item::OutputPort(self.port(pair)?),
            Rule::embedded => Item::Embedded(self.embedded(pair)?),
            Rule::service => Item::Service(self.service(pair)?),
            Rule::define => Item::Define(self.define(pair)?),
            Rule::main => Item::Main(self.code(pair)?),
            Rule::init => Item::Init(self.code(pair)?),
            Rule::courier => Item::Courier(self.courier(pair)?),
            Rule::embed => Item::Embed(self.embed(pair)?),
            Rule::foreign => Item::Foreign(self.foreign(pair)?),
            Rule::session => Item::Session(Box::new(self.session(pair)?)),
            Rule::plays => Item::Plays(self.plays(pair)?),
            Rule::internal_interfaces => Item::Interfaces(self.identifiers(pair.into_inner())),
            _ => return None,
        })
    }

    fn import(&mut self, pair: Pair<'_, Rule>) -> Option<Import> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let (mut dots, mut path) = (0, Vec::new());
        for part in inner.next()?.into_inner() {
            match part.as_rule() {
                Rule::import_dot => dots += 1,
                _ => path.push(self.identifier(&part)),
            }
        }
        let mut symbols = Vec::new();
        for symbol in inner {
            if symbol.as_rule() == Rule::import_all {
                return Some(Import {
                    dots,
                    path,
                    symbols: None,
                    span,
                });
            }
            let mut names = symbol.into_inner();
            let name = self.identifier(&names.next()?);
            let alias = names.next().map(|alias| self.identifier(&alias));
            symbols.push(ImportedSymbol { name, alias });
        }
        Some(Import {
            dots,
            path,
            symbols: Some(symbols),
            span,
        })
    }

    fn constant(&mut self, pair: Pair<'_, Rule>) -> Option<Constant> {
        let mut inner = pair.into_inner();
        let name = self.identifier(&inner.next()?);
        let value = inner.next()?;
        let value = match value.as_rule() {
            Rule::identifier => ConstantValue::Identifier(self.identifier(&value)),
            _ => ConstantValue::Literal(self.literal(&value)?),
        };
        Some(Constant { name, value })
    }

    fn execution(&mut self, pair: Pair<'_, Rule>) -> Option<Execution> {
        let span = self.span(&pair);
        let mode = match pair.into_inner().next()?.as_str() {
            "single" => ExecutionMode::Single,
            "sequential" => ExecutionMode::Sequential,
            _ => ExecutionMode::Concurrent,
        };
        Some(Execution { mode, span })
    }

    pub(in crate::syntax) fn correlation_set(
        &mut self,
        pair: Pair<'_, Rule>,
    ) -> Option<CorrelationSet> {
        let span = self.span(&pair);
        let mut variables = Vec::new();
        for variable in pair.into_inner() {
            let mut inner = variable.into_inner();
            let path = self.path(inner.next()?)?;
            let aliases = inner
                .filter_map(|alias| self.correlation_alias(alias))
                .collect();
            variables.push(CorrelationVariable { path, aliases });
        }
        Some(CorrelationSet { variables, span })
    }

    fn correlation_alias(&mut self, pair: Pair<'_, Rule>) -> Option<CorrelationAlias> {
        let mut inner = pair.into_inner();
        let message = self.identifier(&inner.next()?);
        Some(CorrelationAlias {
            message,
            path: self.path(inner.next()?)?,
        })
    }

    fn type_declaration(&mut self, pair: Pair<'_, Rule>) -> Option<TypeDeclaration> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner().peekable();
        let access = access(
            inner
                .next_if(|pair| pair.as_rule() == Rule::access)
                .as_ref(),
        );
        let name = self.identifier(&inner.next()?);
        let definition = self.data_type(inner.next()?)?;
        Some(TypeDeclaration {
            access,
            name,
            definition,
            span,
        })
    }

    fn service(&mut self, pair: Pair<'_, Rule>) -> Option<Service> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner().peekable();
        let access = access(
            inner
                .next_if(|pair| pair.as_rule() == Rule::access)
                .as_ref(),
        );
        let name = self.identifier(&inner.next()?);
        let parameter = match inner.next_if(|pair| pair.as_rule() == Rule::parameter) {
            Some(parameter) => self.parameter(parameter),
            None => None,
        };
        let items: Vec<Item> = inner.filter_map(|item| self.item(item)).collect();
        self.one_main(&items);
        Some(Service {
            access,
            name,
            parameter,
            items,
            span,
        })
    }

    /// Notes the second `main` of a service or of a file: Jolie's parser allows one.
    pub(super) fn one_main(&mut self, items: &[Item]) {
        let mut mains = items.iter().filter_map(|item| match item {
            Item::Main(code) => Some(code.keyword),
            _ => None,
        });
        if let (Some(first), Some(second)) = (mains.next(), mains.next()) {
            self.errors.push(
                Diagnostic::new(
                    DiagnosticCode::Q0007,
                    second,
                    "you must specify only one main definition",
                )
                .label("a second one")
                .related(first, "the first one"),
            );
        }
    }

    fn parameter(&mut self, pair: Pair<'_, Rule>) -> Option<Parameter> {
        let mut inner = pair.into_inner();
        let name = self.identifier(&inner.next()?);
        Some(Parameter {
            name,
            definition: self.data_type(inner.next()?)?,
        })
    }

    fn define(&mut self, pair: Pair<'_, Rule>) -> Option<Define> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let name = self.identifier(&inner.next()?);
        Some(Define {
            name,
            body: self.block(inner.next()?)?,
            span,
        })
    }

    fn code(&mut self, pair: Pair<'_, Rule>) -> Option<Code> {
        let span = self.span(&pair);
        let mut keyword = span;
        keyword.end = keyword.start + 4;
        Some(Code {
            body: self.block(pair.into_inner().next()?)?,
            keyword,
            span,
        })
    }

    fn courier(&mut self, pair: Pair<'_, Rule>) -> Option<Courier> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let port = self.identifier(&inner.next()?);
        let branches = inner
            .filter_map(|branch| self.courier_branch(branch))
            .collect();
        Some(Courier {
            port,
            branches,
            span,
        })
    }

    fn courier_branch(&mut self, pair: Pair<'_, Rule>) -> Option<CourierBranch> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let guard = inner.next()?.into_inner().next()?;
        let guard = match guard.as_rule() {
            Rule::courier_interface => {
                CourierGuard::Interface(self.identifier(&guard.into_inner().next()?))
            }
            _ => CourierGuard::Operation(self.identifier(&guard)),
        };
        let request = self.path(inner.next()?)?;
        let mut next = inner.next()?;
        let mut response = None;
        if next.as_rule() == Rule::target {
            response = self.target(next)?;
            next = inner.next()?;
        }
        Some(CourierBranch {
            guard,
            request,
            response,
            body: self.block(next)?,
            span,
        })
    }

    fn embedded(&mut self, pair: Pair<'_, Rule>) -> Option<Vec<Embedded>> {
        let mut lines = Vec::new();
        for group in pair.into_inner() {
            let mut inner = group.into_inner();
            let technology = match inner.next()?.as_str() {
                "Java" => Technology::Java,
                "JavaScript" => Technology::JavaScript,
                _ => Technology::Jolie,
            };
            for entry in inner {
                let span = self.span(&entry);
                let mut inner = entry.into_inner();
                let program = inner.next()?;
                let program = match program.as_rule() {
                    Rule::string => EmbeddedProgram::Path(self.text(&program)),
                    _ => EmbeddedProgram::Constant(self.identifier(&program)),
                };
                let port = inner.next().map(|port| self.identifier(&port));
                lines.push(Embedded {
                    technology,
                    program,
                    port,
                    span,
                });
            }
        }
        Some(lines)
    }

    fn embed(&mut self, pair: Pair<'_, Rule>) -> Option<Embed> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let service = self.identifier(&inner.next()?);
        let (mut argument, mut binding) = (None, None);
        for part in inner {
            let rule = part.as_rule();
            let Some(content) = part.into_inner().next() else {
                continue;
            };
            match rule {
                Rule::embed_argument => argument = Some(self.expression(content)?),
                Rule::embed_as => binding = Some(EmbedBinding::New(self.identifier(&content))),
                _ => binding = Some(EmbedBinding::Existing(self.identifier(&content))),
            }
        }
        Some(Embed {
            service,
            argument,
            binding,
            span,
        })
    }

    fn foreign(&mut self, pair: Pair<'_, Rule>) -> Option<Foreign> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let technology = self.identifier(&inner.next()?);
        let mut entries: Vec<(Identifier, String)> = Vec::new();
        for entry in inner {
            let mut inner = entry.into_inner();
            let key = self.identifier(&inner.next()?);
            entries.push((key, inner.next()?.as_str().trim_end().to_owned()));
        }
        Some(Foreign {
            technology,
            entries,
            span,
        })
    }
}

/// What an optional `private` or `public` says.
pub(super) fn access(pair: Option<&Pair<'_, Rule>>) -> Access {
    match pair.map(Pair::as_str) {
        Some("private") => Access::Private,
        _ => Access::Public,
    }
}

/// `*` as a name, for the operations of extenders.
pub(super) fn star() -> Name {
    Name::from("*")
}
