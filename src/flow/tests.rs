//! Small programs, with the variables that must be tracked and what the steps make of them.

use super::{Flow, analyse};
use crate::automata::network::{Term, Value};
use crate::base::Name;
use crate::program::{EmbedTarget, Location, Program, Service, ServiceId, Settings, Table, load};
use crate::syntax::jolie::tree::{Process, ProcessKind};
use crate::syntax::jolie::walk::processes;
use crate::system::{Destination, Endpoint, Place, Running, System, Usage, destination};
use std::fmt::Write as _;

/// A program whose services all run, each once, bound by literal locations and embeddings.
struct Case {
    program: Program,
    flow: Flow,
}

fn case(test: &str, text: &str) -> Case {
    let name = format!("quadrille-flow-{}-{test}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("main.ol");
    std::fs::write(&path, text).unwrap();
    let loaded = load(std::slice::from_ref(&path), &Settings::default());
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    let program = loaded.program;
    let system = system(&program);
    let flow = analyse(&program, &system);
    Case { program, flow }
}

/// Where input ports listen by what is written.
fn listens(service: &Service) -> Table<Place> {
    let ports = service.input_ports.values();
    let known = ports.filter_map(|port| match &port.location {
        Some(Location::Literal(text, _)) => Some((port.name.name, destination(text)?.0)),
        _ => None,
    });
    known.collect()
}

fn system(program: &Program) -> System {
    let ids = &program.modules[0].services;
    let mut bound: Vec<(usize, Name)> = Vec::new();
    let mut all: Vec<Table<Destination>> = Vec::new();
    for id in ids {
        let mut targets = Table::default();
        for port in program[*id].output_ports.values() {
            let found = partner(program, ids, *id, port.name.name);
            bound.extend(found);
            let destination = found.map_or(Destination::Environment, |(instance, input)| {
                let offered = program[ids[instance]].input_ports[&input].operations.keys();
                Destination::Service {
                    instance,
                    ports: vec![input],
                    operations: offered
                        .map(|name| (*name, Endpoint::Instance(instance)))
                        .collect(),
                }
            });
            targets.insert(port.name.name, destination);
        }
        all.push(targets);
    }
    let instances = ids.iter().zip(all).enumerate();
    let instances = instances.map(|(index, (id, targets))| {
        let inputs = program[*id].input_ports.keys().map(|port| {
            let usage = if bound.contains(&(index, *port)) {
                Usage::Bound
            } else {
                Usage::Open
            };
            (*port, usage)
        });
        Running {
            name: program[*id].name,
            service: *id,
            parent: parent(program, ids, *id),
            root: 0,
            targets,
            inputs: inputs.collect(),
            listens: listens(&program[*id]),
        }
    });
    System {
        name: "test".to_owned(),
        files: Vec::new(),
        assumptions: Vec::new(),
        instances: instances.collect(),
    }
}

fn partner(
    program: &Program,
    ids: &[ServiceId],
    id: ServiceId,
    port: Name,
) -> Option<(usize, Name)> {
    let service = &program[id];
    let embed = service
        .embeds
        .iter()
        .find(|embed| embed.port.is_some_and(|found| found.name == port));
    let location = match (embed, &service.output_ports[&port].location) {
        (Some(_), _) => "local",
        (None, Some(Location::Literal(text, _))) => text.as_str(),
        _ => return None,
    };
    let candidates = ids.iter().enumerate().filter(|(_, id)| match embed {
        Some(embed) => matches!(embed.target, EmbedTarget::Service(target) if target == **id),
        None => true,
    });
    for (index, id) in candidates {
        for (name, input) in &program[*id].input_ports {
            if matches!(&input.location, Some(Location::Literal(text, _)) if text == location) {
                return Some((index, *name));
            }
        }
    }
    None
}

fn parent(program: &Program, ids: &[ServiceId], id: ServiceId) -> Option<(usize, usize)> {
    ids.iter().enumerate().find_map(|(index, other)| {
        let mut embeds = program[*other].embeds.iter();
        let at = embeds.position(
            |embed| matches!(embed.target, EmbedTarget::Service(target) if target == id),
        )?;
        Some((index, at))
    })
}

impl Case {
    fn instance(&self, service: &str) -> usize {
        let ids = &self.program.modules[0].services;
        let found = ids.iter().position(|id| self.program[*id].name == service);
        found.unwrap()
    }

    /// The names of the tracked variables.
    fn cells(&self, service: &str) -> Vec<String> {
        let cells = self.flow.variables(self.instance(service)).cells();
        let mut names: Vec<String> = cells.iter().map(|cell| cell.name.clone()).collect();
        names.sort();
        names
    }

    /// The paths kept of an operation.
    fn kept(&self, operation: &str) -> (Vec<String>, Vec<String>) {
        let id = self.flow.operation(Name::from(operation)).unwrap();
        let found = &self.flow.operations()[id.0 as usize];
        (found.request.clone(), found.response.clone())
    }

    /// What the steps of a service do to its variables, in the order of the source; a guard is `? term`, an input or
    /// an answer `operation -> variables`, an output `operation( terms )`.
    fn steps(&self, service: &str) -> String {
        let index = self.instance(service);
        let id = self.program.modules[0].services[index];
        let service = &self.program[id];
        let mut text = String::new();
        let init = service.init.iter().map(|init| &**init);
        let bodies = service.definitions.values().chain(&service.main);
        for process in init.chain(bodies.map(|definition| &*definition.body)) {
            processes(process, &mut |step| self.step(index, step, &mut text));
        }
        text
    }

    fn step(&self, index: usize, step: &Process, text: &mut String) {
        let variables = self.flow.variables(index);
        let named = |cell: usize| variables.cells()[cell].name.clone();
        let operation = |name| self.flow.operation(name).unwrap();
        for (cell, term) in variables.effect(step, &[]) {
            writeln!(
                text,
                "{} = {}",
                named(cell.index()),
                self.term(index, &term)
            )
            .unwrap();
        }
        let terms = |terms: &[Term]| {
            let terms: Vec<String> = terms.iter().map(|term| self.term(index, term)).collect();
            terms.join(", ")
        };
        match &step.kind {
            ProcessKind::While { condition, .. } | ProcessKind::For { condition, .. } => {
                let term = variables.condition(condition, &[]);
                writeln!(text, "? {}", self.term(index, &term)).unwrap();
            }
            ProcessKind::If { branches, .. } => {
                let term = variables.condition(&branches[0].0, &[]);
                writeln!(text, "? {}", self.term(index, &term)).unwrap();
            }
            ProcessKind::Send(send) => {
                let name = send.operation.name;
                let sent = variables.request(operation(name), send.argument.as_ref(), &[]);
                writeln!(text, "{name}( {} )", terms(&sent)).unwrap();
                let target = send.solicit.as_ref().and_then(|all| all.target.as_ref());
                for binding in variables.bind_response(operation(name), target, &[]) {
                    let cell = named(binding.cell.index());
                    writeln!(text, "{name} {} -> {cell}", binding.path).unwrap();
                }
            }
            ProcessKind::Receive(receive) => {
                let name = receive.operation.name;
                let target = receive.target.as_ref();
                for binding in variables.bind_request(operation(name), target, &[]) {
                    let cell = named(binding.cell.index());
                    writeln!(text, "{name} {} -> {cell}", binding.path).unwrap();
                }
                if let Some(reply) = &receive.reply {
                    let sent = variables.response(operation(name), reply.value.as_ref(), &[]);
                    writeln!(text, "reply {name}( {} )", terms(&sent)).unwrap();
                }
            }
            _ => {}
        }
    }

    fn term(&self, index: usize, term: &Term) -> String {
        let cells = self.flow.variables(index).cells();
        let of = |term: &Term| self.term(index, term);
        match term {
            Term::Value(value) => match value.kind() {
                crate::automata::network::Kind::Constant(at) => {
                    format!("{:?}", self.flow.constants()[at as usize])
                }
                kind => format!("{kind:?}"),
            },
            Term::Cell(cell) => cells[cell.index()].name.clone(),
            Term::IsDefined(cell) => format!("defined {}", cells[cell.index()].name),
            Term::Not(inner) => format!("!{}", of(inner)),
            Term::And(terms) => format!("{:?}", terms.iter().map(of).collect::<Vec<_>>()),
            Term::Compare(comparison, left, right) => {
                format!("{} {comparison:?} {}", of(left), of(right))
            }
            Term::Within(_, inner) => of(inner),
            Term::Choose(parts) => {
                let [condition, then, otherwise] = &**parts;
                format!("{} ? {} : {}", of(condition), of(then), of(otherwise))
            }
            Term::Compute(operator, left, right) => {
                format!("{operator:?}({}, {})", of(left), of(right))
            }
            other => format!("{other:?}"),
        }
    }
}

fn lines(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |all, line| all + line + "\n")
}

#[test]
fn flags_and_counters_of_loops() {
    let case = case(
        "flags",
        "service Main { main {
            keep = true; other = 5;
            while( keep ) { keep = false }
            for( i = 0, i < 3, i++ ) { other = other + 1 }
        } }",
    );
    assert_eq!(case.cells("Main"), ["i", "keep"]);
    let expected = lines(
        "keep = Bool(true)
        ? keep
        keep = Bool(false)
        ? i Less Int(3)
        i = Int(0)
        i = Add(i, Int(1))",
    );
    assert_eq!(case.steps("Main"), expected);
}

const OPENING: &str = "
    type Open: void { session: string }
    type Query: void { sid: string more?: string }
    interface Desk { RequestResponse: open( void )( Open ), ask( Query )( string ) oneWay: close( Query ) }
    service Server {
        execution: concurrent
        cset { id: Query.sid }
        inputPort In { location: \"socket://localhost:9000\" protocol: sodep interfaces: Desk }
        main {
            open()( answer ) { csets.id = new; with( answer ) { .session = csets.id } };
            ask( request )( \"yes\" ); close( last )
        }
    }";

const CLIENT: &str = "service Main {
        outputPort Server { location: \"socket://localhost:9000\" protocol: sodep interfaces: Desk }
        main {
            open@Server()( opened );
            request.sid = opened.session;
            ask@Server( request )( x );
            query << request;
            query.more = \"m\";
            close@Server( { .sid = query.sid } )
        }
    }";

#[test]
fn correlation_variables_travel() {
    let text = OPENING.to_owned() + CLIENT;
    let case = case("correlation", &text);
    assert_eq!(case.cells("Server"), ["answer.session", "csets.id"]);
    assert_eq!(
        case.cells("Main"),
        ["opened.session", "query.sid", "request.sid"]
    );
    assert_eq!(case.kept("open"), (vec![], vec!["session".to_owned()]));
    assert_eq!(case.kept("ask"), (vec!["sid".to_owned()], vec![]));
    let expected = lines(
        "open(  )
        open 0 -> opened.session
        request.sid = opened.session
        ask( request.sid )
        query.sid = request.sid
        close( query.sid )",
    );
    assert_eq!(case.steps("Main"), expected);
    let server = case.instance("Server");
    let variables = case.flow.variables(server);
    let service = &case.program[case.program.modules[0].services[server]];
    let operations = &service.input_ports[&Name::from("In")].operations;
    let queue = |name: &str| variables.queue(&operations[&Name::from(name)]);
    assert_eq!([queue("open"), queue("ask"), queue("close")], [0, 1, 1]);
    let ask = &operations[&Name::from("ask")];
    assert_eq!(variables.aliases(ask), [0]);
    assert_eq!(variables.sets().len(), 1);
    assert_eq!(variables.starter_bindings(ask).len(), 1);
    assert_eq!(
        variables.cells()[variables.sets()[0][0].index()].name,
        "csets.id"
    );
}

#[test]
fn with_blocks_are_followed() {
    let case = case("with", &(OPENING.to_owned() + CLIENT));
    let server = case.instance("Server");
    let service = &case.program[case.program.modules[0].services[server]];
    let mut found = Vec::new();
    processes(&service.main.as_ref().unwrap().body, &mut |step| {
        if let ProcessKind::With { path, body } = &step.kind {
            processes(body, &mut |step| {
                let effect = case.flow.variables(server).effect(step, &[path]);
                found.extend(effect.iter().map(|(_, term)| case.term(server, term)));
            });
        }
    });
    assert_eq!(found, ["csets.id"]);
}

#[test]
fn aliases_are_read_as_what_they_stand_for() {
    let case = case(
        "aliases",
        "service Main { main {
            short -> a.b.c;
            a.b.c.flag = true;
            if( short.flag ) { short.flag = false };
            x.e[0] = true;
            for( item in x.e ) { item = false };
            if( x.e ) { nullProcess };
            two -> one; two -> other;
            if( two ) { nullProcess }
        } }",
    );
    assert_eq!(case.cells("Main"), ["a.b.c.flag", "x.e"]);
    let expected = lines(
        "a.b.c.flag = Bool(true)
        ? a.b.c.flag
        a.b.c.flag = Bool(false)
        x.e = Bool(true)
        x.e = Lost
        ? x.e
        ? Lost",
    );
    assert_eq!(case.steps("Main"), expected);
}

#[test]
fn callbacks_by_location() {
    let case = case(
        "callbacks",
        "from runtime import Runtime
        interface Back { oneWay: done( undefined ) }
        interface Work { oneWay: work( undefined ) }
        service Worker {
            execution: concurrent
            inputPort In { location: \"local\" interfaces: Work }
            outputPort Caller { interfaces: Back }
            main { work( request ); Caller.location = request.location; done@Caller( 1 ) }
        }
        service Main {
            outputPort Worker { interfaces: Work }
            outputPort Elsewhere { location: \"socket://far:1\" protocol: sodep interfaces: Work }
            inputPort Me { location: \"local\" interfaces: Back }
            embed Worker in Worker
            embed Runtime as Runtime
            main {
                getLocalLocation@Runtime()( mine );
                work@Worker( { .location = mine } );
                Elsewhere << { .location = \"socket://other:1\" };
                done( x )
            }
        }",
    );
    assert_eq!(
        case.cells("Worker"),
        ["Caller.location", "request.location"]
    );
    let expected = lines(
        "mine = Port { instance: 1, port: 0 }
        getLocalLocation(  )
        work( mine )
        Elsewhere.location = Outside",
    );
    assert_eq!(case.steps("Main"), expected);
    let main = case.flow.variables(1);
    assert!(main.port_location(Name::from("Elsewhere")).is_some());
    assert!(main.port_location(Name::from("Worker")).is_none());
    assert_eq!(main.initial().len(), 1);
}

#[test]
fn answers_inside_of_expressions_are_followed() {
    let shop = "
        interface Prices { RequestResponse: price( string )( undefined ) }
        service Shop {
            execution: concurrent
            inputPort In { location: \"local\" interfaces: Prices }
            main { price( item )( { .net = 3 } ) }
        }";
    let buyer = |main: &str| {
        format!(
            "{shop}
            service Main {{
                outputPort Shop {{ interfaces: Prices }}
                embed Shop in Shop
                {main}
            }}"
        )
    };
    let one = case(
        "answers",
        &buyer("main { x << price@Shop( \"tea\" ); if( x.net < 3 ) { nullProcess } }"),
    );
    assert_eq!(one.kept("price").1, ["net"]);
    let [answer, net] = &one.cells("Main")[..] else {
        panic!("{:?}", one.cells("Main"));
    };
    assert!(answer.starts_with("price@Shop"), "{answer}");
    let expected = format!("{answer} = Undefined\n{net} = {answer}\n? x.net Less Int(3)\n");
    let mut steps: Vec<String> = one.steps("Main").lines().map(str::to_owned).collect();
    steps.sort_by_key(|step| !step.starts_with(answer));
    assert_eq!(steps.join("\n") + "\n", expected);
    // Two threads would write to one variable.
    let both = case(
        "shared-answers",
        &buyer(
            "define ask { x << price@Shop( \"tea\" ); if( x.net < 3 ) { nullProcess } }
            main { { ask | ask } }",
        ),
    );
    assert!(both.cells("Main").is_empty(), "{:?}", both.cells("Main"));
}

#[test]
fn sizes_of_vectors_are_followed() {
    let shop = "
        interface Prices { RequestResponse: price( undefined )( undefined ) }
        service Shop {
            execution: concurrent
            inputPort In { location: \"local\" interfaces: Prices }
            main { price( items )( list ) {
                for( i = 0, i < #items.fruit, i++ ) { list.price[ i ] = 3 }
            } }
        }
        service Main {
            outputPort Shop { interfaces: Prices }
            embed Shop in Shop
            main {
                asked.fruit[ 1 ] = \"pear\";
                asked.fruit[ #asked.fruit ] = \"plum\";
                price@Shop( asked )( told );
                for( price in told.price ) { price@Shop( 1 )() };
                undef( asked.fruit );
                if( #asked.fruit == 0 && #never == 0 ) { nullProcess }
            }
        }";
    let case = case("sizes", shop);
    assert_eq!(case.cells("Shop"), ["i", "items.fruit.#", "list.price.#"]);
    assert_eq!(case.kept("price").0, ["fruit.#"]);
    assert_eq!(case.kept("price").1, ["price.#"]);
    let expected = lines(
        "asked.fruit.# = Larger(asked.fruit.#, Int(2))
        asked.fruit.# = Larger(asked.fruit.#, Add(Larger(asked.fruit.#, Int(0)), Int(1)))
        price( asked.fruit.# )
        price 0 -> told.price.#
        price( Undefined )
        asked.fruit.# = Int(0)
        ? [\"Larger(asked.fruit.#, Int(0)) Equal Int(0)\", \"Int(0) Equal Int(0)\"]",
    );
    assert_eq!(case.steps("Main"), expected);
    let over = case.flow.variables(1).cells();
    assert!(over.iter().any(|cell| cell.name.starts_with("for@")));
}

#[test]
fn the_first_elements_of_vectors_are_followed() {
    let case = case(
        "elements",
        "interface I { OneWay: out( string ) }
        service Main {
            outputPort Out { protocol: sodep interfaces: I }
            main {
                far[ 0 ] = \"socket://far:1\";
                far[ 1 ] = \"socket://far:2\";
                for( one in far ) { Out.location = one; out@Out( \"a\" ) };
                Out.location = far[ 1 ];
                Out.location = never[ i ]
            }
        }",
    );
    let round = case
        .cells("Main")
        .iter()
        .find(|cell| cell.starts_with("for@"))
        .cloned();
    let index = format!("Subtract({}, Int(1))", round.unwrap());
    let expected = lines(&format!(
        "far = Outside
        far.# = Larger(far.#, Int(1))
        far[1] = Outside
        far.# = Larger(far.#, Int(2))
        Out.location = {index} Equal Int(0) ? far : {index} Equal Int(1) ? far[1] : Lost
        out(  )
        Out.location = far[1]
        Out.location = Lost"
    ));
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    assert_eq!(sorted(&case.steps("Main")), sorted(&expected));
}

#[test]
fn whether_a_value_has_children_is_followed() {
    let case = case(
        "children",
        "interface I { OneWay: out( string ) }
        service Main {
            outputPort Out { location: \"socket://localhost:2\" protocol: sodep interfaces: I }
            main {
                if( is_defined( global.games.( name ) ) ) { out@Out( \"a\" ) };
                global.games.( name ).open = true;
                foreach( game : global.games ) { out@Out( game ) };
                undef( global.games.( name ) );
                undef( global.games );
                foreach( game : never ) { out@Out( game ) }
            }
        }",
    );
    assert_eq!(case.cells("Main"), ["global.games.*"]);
    let expected = lines(
        "? [\"global.games.* NotEqual Int(0)\", \"Lost\"]
        out(  )
        global.games.* = Lost
        out(  )
        global.games.* = Lost
        global.games.* = Int(0)
        out(  )",
    );
    assert_eq!(case.steps("Main"), expected);
}

#[test]
fn sizes_that_clients_choose_are_known_as_such() {
    let case = case(
        "chosen-sizes",
        "type Some { item[1,*]: string }
        type Any { item*: string }
        interface I { OneWay: some( Some ), any( Any ), out( string ) }
        service Main {
            inputPort In { location: \"socket://localhost:1\" protocol: sodep interfaces: I }
            outputPort Out { location: \"socket://localhost:2\" protocol: sodep interfaces: I }
            main {
                some( one ); any( more );
                for( i = 0, i < #one.item, i++ ) { out@Out( \"a\" ) };
                for( i = 0, i < #more.item, i++ ) { out@Out( \"a\" ) };
                own[ 0 ] = 1; own[ 1 ] = 2;
                undef( own[ 0 ] );
                for( i = 0, i < #own, i++ ) { out@Out( \"a\" ) }
            }
        }",
    );
    let variables = case.flow.variables(0);
    let mut chosen = Vec::new();
    let main = case.program[case.program.modules[0].services[0]]
        .main
        .as_ref();
    crate::syntax::jolie::walk::paths(&main.unwrap().body, &mut |path| {
        if variables.is_chosen_outside(path, &[]) {
            chosen.extend(path.names());
        }
    });
    let more: Vec<Name> = ["more", "item"].map(Name::from).to_vec();
    assert!(
        !chosen.is_empty() && chosen.iter().all(|path| *path == more),
        "{chosen:?}"
    );
    let steps = case.steps("Main");
    assert!(
        steps.contains("own.# = Larger(Subtract(own.#, Int(1)), Int(0))"),
        "{steps}"
    );
}

#[test]
fn the_locations_of_input_ports_are_known_to_their_service() {
    let case = case(
        "listening",
        "
        interface Work { oneWay: work( string ), done( int ) }
        service Main {
            outputPort Caller { protocol: sodep interfaces: Work }
            inputPort In { location: \"socket://here:1\" protocol: sodep interfaces: Work }
            main {
                Caller.location = global.inputPorts.In.location;
                done@Caller( 1 );
                done( x )
            }
        }",
    );
    let main = case.flow.variables(0);
    let held: Vec<Value> = main.initial().iter().map(|(_, value)| *value).collect();
    assert!(held.contains(&Value::port(0, 0)), "{held:?}");
}

#[test]
fn computed_names_forget() {
    let case = case(
        "computed",
        "service Main { main {
            global.open.a = true;
            name = \"a\";
            global.open.(name) = false;
            if( global.open.a ) { nullProcess };
            if( global.open.(name) ) { nullProcess };
            flag = true; undef( flag );
            if( flag && name == \"a\" ) { nullProcess }
        } }",
    );
    assert_eq!(case.cells("Main"), ["flag", "global.open.a", "name"]);
    let expected = lines(
        "global.open.a = Bool(true)
        name = Text(\"a\")
        global.open.a = Lost
        ? global.open.a
        ? Lost
        flag = Bool(true)
        flag = Undefined
        ? [\"flag\", \"name Equal Text(\\\"a\\\")\"]",
    );
    assert_eq!(case.steps("Main"), expected);
}

#[test]
fn what_is_always_lost_is_not_tracked() {
    let case = case(
        "lost",
        "service Main { main {
            size = list.(name); copy = size;
            while( copy < 10 ) { size = list.(name) };
            if( nothing == 1 ) { nullProcess };
            if( is_defined( nothing ) ) { nullProcess }
        } }",
    );
    assert!(case.cells("Main").is_empty());
    let expected = lines(
        "? Lost
        ? Undefined Equal Int(1)
        ? Bool(false)",
    );
    assert_eq!(case.steps("Main"), expected);
}

#[test]
fn what_clients_choose_is_free() {
    let case = case(
        "free",
        "interface I { RequestResponse: go( undefined )( undefined ) }
        service Main {
            execution: concurrent
            inputPort In { location: \"local\" interfaces: I }
            main { go( r )( s ) { if( r.kind == \"a\" ) { s.x = 1 } } }
        }",
    );
    assert_eq!(case.cells("Main"), ["r.kind"]);
    assert_eq!(case.kept("go"), (vec!["kind".to_owned()], vec![]));
}

#[test]
fn deep_and_many_variables_are_cut() {
    let mut text = String::from("service Main { main { a.b.c.d.e.f.g = true\n");
    text += "if( a.b.c.d.e.f.g ) { nullProcess }\n";
    for index in 0..200 {
        writeln!(text, "v{index} = true\nif( v{index} ) {{ nullProcess }}").unwrap();
    }
    text += "x.val = 1\nwhile( x.val < 3 ) { x << x.next }\n} }";
    let case = case("caps", &text);
    assert_eq!(case.cells("Main").len(), 64);
}

#[test]
fn parameters_are_what_the_embedding_gives() {
    let case = case(
        "parameters",
        "service Child( p: undefined ) {
            inputPort In { location: \"local\" oneWay: a( int ) }
            main { if( p.kind == \"x\" && p.none ) { nullProcess } }
        }
        service Main { embed Child( { .kind = \"y\" } ) main { nullProcess } }",
    );
    let child = case.flow.variables(case.instance("Child"));
    let initial = child.initial();
    let shown: Vec<String> = initial
        .iter()
        .map(|(_, value)| case.term(0, &Term::Value(*value)))
        .collect();
    assert_eq!(shown, ["Text(\"y\")", "Undefined"]);
}

#[test]
fn long_programs_are_quick() {
    let mut text = String::from("service Main { define d0 { nullProcess }\n");
    for index in 1..=20_000 {
        let last = index - 1;
        writeln!(
            text,
            "define d{index} {{ if( x.a ) {{ x.a = x.b; x.b = y }}; y = true; d{last} }}"
        )
        .unwrap();
    }
    text += "main { d20000 } }";
    let case = case("long", &text);
    let system = system(&case.program);
    let start = std::time::Instant::now();
    let again = analyse(&case.program, &system);
    assert!(again.operations().is_empty());
    assert_eq!(case.cells("Main"), ["x.a", "x.b", "y"]);
    println!("{:?}", start.elapsed());
    assert!(start.elapsed().as_secs() < 5);
}
