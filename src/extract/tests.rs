//! Small programs and the shape of their code; then any folder of public programs, read without a fall.

use super::{behaviour_of, extract};
use crate::automata::network::{
    Access, Act, Behaviour, HandlerKey, Location, Main, Network, Route, Target, Term,
};
use crate::base::{Name, Severity, Sources};
use crate::program::{Loaded, Program, ServiceId, Settings, load};
use crate::system::{Destination, Endpoint, Running, System, Usage};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

static FOLDERS: AtomicUsize = AtomicUsize::new(0);

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn program(text: &str) -> (Program, Sources) {
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let name = format!("quadrille-extract-{}-{number}", std::process::id());
    let folder = Folder(std::env::temp_dir().join(name));
    std::fs::create_dir_all(&folder.0).unwrap();
    let path = folder.0.join("main.ol");
    std::fs::write(&path, text).unwrap();
    let Loaded {
        program,
        diagnostics,
        sources,
    } = load(&[path], &Settings::default());
    let errors = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "{diagnostics:#?}");
    (program, sources)
}

fn service(program: &Program, name: &str) -> ServiceId {
    let ids = program.modules.iter().filter(|module| module.asked);
    let mut ids = ids.flat_map(|module| module.services.iter().copied());
    ids.find(|id| program[*id].name.as_str() == name).unwrap()
}

/// The network of the service `S` alone.
fn alone(text: &str) -> Network {
    let (program, _) = program(text);
    behaviour_of(&program, service(&program, "S"))
}

const OPERATIONS: &str = "
interface I {
    oneWay: a, b, c
    requestResponse: ask( void )( void ) throws Busy Gone, tell( void )( void )
}
";

/// What `main` of a service in single mode is, in a line: see [`show`].
fn main_is(main: &str) -> String {
    body_is(&format!("main {{ {main} }}"))
}

fn body_is(body: &str) -> String {
    let network = alone(&format!(
        "{OPERATIONS}
        service S {{
            inputPort In {{ location: \"socket://localhost:8000\" protocol: sodep interfaces: I }}
            outputPort Out {{ location: \"socket://localhost:9000\" protocol: sodep interfaces: I }}
            {body}
        }}"
    ));
    let behaviour = &network.behaviours[0];
    let mut shown = Vec::new();
    for at in 0..behaviour.nodes.len() {
        shown.push(format!("{at}:{}", show(&network, behaviour, at)));
    }
    shown.join(" ")
}

/// A node in a word, with where it leads: `!a>3` sends, `?a>3` receives, `call`, `if>2,3`.
fn show(network: &Network, behaviour: &Behaviour, at: usize) -> String {
    let operation = |id: &crate::automata::network::OperationId| network[*id].name;
    match &behaviour.nodes[at].act {
        Act::End => "end".to_owned(),
        Act::Skip { next } => format!("skip>{}", next.0),
        Act::Set { next, .. } => format!("set>{}", next.0),
        Act::Branch {
            then, otherwise, ..
        } => format!("if>{},{}", then.0, otherwise.0),
        Act::Send {
            operation: id,
            next,
            ..
        } => format!("!{}>{}", operation(id), next.0),
        Act::Call {
            operation: id,
            next,
            ..
        } => format!("!!{}>{}", operation(id), next.0),
        Act::Receive { branches } => {
            let branch = |branch: &crate::automata::network::InputBranch| {
                let name = operation(&behaviour.inputs[branch.input.index()].operation);
                match &branch.reply {
                    Some(reply) => format!("?{name}>{}>{}", branch.body.0, reply.next.0),
                    None => format!("?{name}>{}", branch.body.0),
                }
            };
            branches.iter().map(branch).collect::<Vec<_>>().join(",")
        }
        Act::Fork { bodies, next } => {
            let bodies: Vec<String> = bodies.iter().map(|body| body.0.to_string()).collect();
            format!("fork>{}>{}", bodies.join(","), next.0)
        }
        Act::Spawn { body, next, .. } => format!("spawn>{}>{}", body.0, next.0),
        Act::Enter { scope, body, next } => {
            let name = behaviour.scopes[scope.index()];
            format!("{name}>{}>{}", body.0, next.0)
        }
        Act::Install { handlers, next } => {
            let handler = |handler: &crate::automata::network::Handler| {
                let key = match handler.key {
                    HandlerKey::This => "this".to_owned(),
                    HandlerKey::Default => "default".to_owned(),
                    HandlerKey::Fault(name) => name.to_string(),
                };
                format!("{key}={}", handler.body.0)
            };
            let handlers: Vec<String> = handlers.iter().map(handler).collect();
            format!("install({})>{}", handlers.join(","), next.0)
        }
        Act::Throw { fault } => format!("throw-{fault}"),
        Act::Compensate { next, .. } => format!("comp>{}", next.0),
        Act::CurrentHandler { next, .. } => format!("cH>{}", next.0),
        Act::Synchronized { body, next, .. } => format!("lock>{}>{}", body.0, next.0),
        Act::LinkOut { next, .. } => format!("out>{}", next.0),
        Act::LinkIn { next, .. } => format!("in>{}", next.0),
        Act::Invoke { body, next } => format!("invoke>{}>{}", body.0, next.0),
        Act::Exit => "exit".to_owned(),
    }
}

#[test]
fn sequences_choices_and_parallels() {
    assert_eq!(main_is("a@Out(); x = 1; b()"), "0:!a>1 1:?b>2 2:end");
    assert_eq!(
        main_is("[ a() ] { c@Out() } [ ask()() { b@Out() } ] { nullProcess }"),
        "0:?a>1,?ask>3>2 1:!c>2 2:end 3:!b>4 4:end"
    );
    assert_eq!(
        main_is("{ a@Out() | ask@Out()() | nullProcess }; b()"),
        "0:fork>1,3,2>4 1:!a>2 2:end 3:!!ask>2 4:?b>5 5:end"
    );
    assert_eq!(
        main_is("provide [ a() ] { b@Out() } until [ c() ]; a@Out()"),
        "0:?a>1,?c>2 1:!b>0 2:!a>3 3:end"
    );
}

#[test]
fn conditions_and_loops() {
    assert_eq!(
        main_is("if( x == 1 ) a@Out() else if( x == 2 ) b@Out() else c@Out()"),
        "0:if>1,3 1:!a>2 2:end 3:if>4,5 4:!b>2 5:!c>2"
    );
    assert_eq!(main_is("if( x ) { y = 1 }; a@Out()"), "0:!a>1 1:end");
    assert_eq!(main_is("while( x ) { a@Out() }"), "0:if>1,2 1:!a>0 2:end");
    assert_eq!(
        main_is("for( y = 0, x, z++ ) { a@Out() }; b()"),
        "0:if>1,2 1:!a>0 2:?b>3 3:end"
    );
    assert_eq!(
        main_is("foreach( k : t ) { a@Out() }"),
        "0:if>1,2 1:!a>0 2:end"
    );
    assert_eq!(main_is("for( e in t ) { x = e }; a@Out()"), "0:!a>1 1:end");
    assert_eq!(
        main_is("spawn( i over 3 ) in r { a@Out() }"),
        "0:spawn>1>3 1:!a>2 2:end 3:end"
    );
}

#[test]
fn calls_in_expressions_come_first_and_in_order() {
    assert_eq!(
        main_is("x = ask@Out() + tell@Out(); a@Out( ask@Out() )"),
        "0:!!ask>1 1:!!tell>2 2:!!ask>3 3:!a>4 4:end"
    );
    assert_eq!(
        main_is("while( ask@Out() ) { a@Out() }"),
        "0:!!ask>1 1:if>2,3 2:!a>0 3:end"
    );
    assert_eq!(
        main_is("if( x && ask@Out() ) { a@Out() }"),
        "0:if>1,4 1:!!ask>2 2:if>3,4 3:!a>4 4:end"
    );
    assert_eq!(
        main_is("x = y || ask@Out(); a@Out()"),
        "0:if>1,3 1:!a>2 2:end 3:!!ask>1"
    );
    assert_eq!(
        main_is("a@Out( if( x ) ask@Out() else 1 )"),
        "0:if>1,2 1:!!ask>2 2:!a>3 3:end"
    );
    assert_eq!(
        main_is("ask( x[tell@Out()] )( ask@Out() ) { a@Out() }; b()"),
        "0:?ask>1>5 1:!!tell>2 2:!a>3 3:!!ask>4 4:end 5:?b>6 6:end"
    );
}

#[test]
fn definitions_are_translated_once_and_may_call_themselves() {
    let shown = body_is("define d { a@Out(); d } main { d; d; b() }");
    assert_eq!(
        shown,
        "0:invoke>1>4 1:!a>2 2:invoke>1>3 3:end 4:invoke>1>5 5:?b>6 6:end"
    );
}

#[test]
fn scopes_and_handlers() {
    assert_eq!(
        main_is(
            "scope( s ) { install( Busy Gone => a@Out(), this => { b@Out(); cH } ); throw( Busy ) }; comp( s )"
        ),
        "0:s>1>8 1:install(Busy=2,Gone=4,this=5)>7 2:!a>3 3:end 4:!a>3 5:!b>6 6:cH>3 7:throw-Busy 8:comp>9 9:end"
    );
    // The handlers of a call are installed after its answer.
    assert_eq!(
        main_is("ask@Out()() [ default => a@Out() ]; b()"),
        "0:!!ask>1 1:install(default=2)>4 2:!a>3 3:end 4:?b>5 5:end"
    );
}

#[test]
fn links_locks_and_the_end() {
    assert_eq!(
        main_is("{ linkIn( l ) | linkOut( l ) }; synchronized( k ) { a@Out() }; exit"),
        "0:fork>1,3>4 1:in>2 2:end 3:out>2 4:lock>5>6 5:!a>2 6:exit"
    );
}

#[test]
fn starters_and_init() {
    let network = alone(&format!(
        "{OPERATIONS}
        service S {{
            execution: concurrent
            inputPort In {{ location: \"socket://localhost:8000\" protocol: sodep interfaces: I }}
            outputPort Out {{ location: \"socket://localhost:9000\" protocol: sodep interfaces: I }}
            init {{ a@Out() }}
            init {{ b@Out() }}
            main {{ [ ask()() {{ tell@Out()() }} ] {{ c() }} [ a() ] }}
        }}"
    ));
    let behaviour = &network.behaviours[0];
    let Main::Starters(starters) = &behaviour.main else {
        panic!("{:?}", behaviour.main)
    };
    assert_eq!(starters.len(), 2);
    assert!(starters[0].branch.reply.is_some());
    assert!(starters[1].branch.reply.is_none());
    let init = behaviour.init.unwrap().index();
    assert_eq!(show(&network, behaviour, init), "!a>1");
    assert_eq!(show(&network, behaviour, 1), "!b>2");
    assert_eq!(behaviour.inputs.len(), 5);
    assert_eq!(network.instances[0].access, [Access::Open; 5]);
    let ask = network
        .operations
        .iter()
        .position(|operation| operation.name.as_str() == "ask")
        .unwrap();
    let faults = vec![Name::from("Busy"), Name::from("Gone")];
    assert_eq!(network.instances[0].targets[0], Target::Environment);
    let declared = &behaviour.ports[0].faults;
    assert_eq!(declared.len(), 1);
    assert_eq!(declared[0].0.0 as usize, ask);
    assert_eq!(declared[0].1, faults);
}

/// An aggregator with a courier for `ask`, in front of a service that is embedded.
const AGGREGATOR: &str = "
service Inner {
    execution: concurrent
    inputPort In { location: \"local\" interfaces: I }
    main { [ ask()() { nullProcess } ] [ tell()() { nullProcess } ] [ a() ] [ b() ] [ c() ] }
}
service S {
    embed Inner as Inner
    inputPort In { location: \"socket://localhost:8000\" protocol: sodep aggregates: Inner }
    courier In {
        [ ask( x )( y ) ] { forward( x )( y ) }
        [ interface I( x ) ] { forward( x ) }
    }
    main { linkIn( stay ) }
}
";

fn aggregator(program: &Program) -> System {
    let (outer, inner) = (service(program, "S"), service(program, "Inner"));
    let port = Name::from("Inner");
    let operations = program[outer].output_ports[&port].operations.keys();
    let destination = Destination::Service {
        instance: 1,
        ports: vec![Name::from("In")],
        operations: operations
            .map(|name| (*name, Endpoint::Instance(1)))
            .collect(),
    };
    let inputs = |usage| [(Name::from("In"), usage)].into_iter().collect();
    System {
        name: "test".to_owned(),
        files: Vec::new(),
        assumptions: Vec::new(),
        instances: vec![
            Running {
                name: Name::from("S"),
                service: outer,
                parent: None,
                root: 0,
                targets: [(port, destination)].into_iter().collect(),
                inputs: inputs(Usage::Open),
                listens: [].into_iter().collect(),
            },
            Running {
                name: Name::from("Inner"),
                service: inner,
                parent: Some((0, 0)),
                root: 0,
                targets: [].into_iter().collect(),
                inputs: inputs(Usage::Bound),
                listens: [].into_iter().collect(),
            },
        ],
    }
}

#[test]
fn couriers_run_beside_main_and_what_they_leave_goes_through() {
    let (program, _) = program(&format!("{OPERATIONS}{AGGREGATOR}"));
    let system = aggregator(&program);
    let network = extract(&program, &system);
    let behaviour = &network.behaviours[0];
    assert!(matches!(behaviour.main, Main::Once(_)));
    // `ask` by its own branch, `a`, `b` and `c` by that of the interface; `tell` goes straight to `Inner`.
    assert_eq!(behaviour.couriers.len(), 4);
    let ask = &behaviour
        .couriers
        .iter()
        .find(|courier| courier.branch.reply.is_some());
    let at = ask.unwrap().branch.body.index();
    assert!(show(&network, behaviour, at).starts_with("!!ask>"));
    let names: Vec<(String, Access)> = network.behaviours[1]
        .inputs
        .iter()
        .zip(&network.instances[1].access)
        .map(|(input, access)| (network[input.operation].name.to_string(), *access))
        .collect();
    for (name, access) in names {
        let expected = if name == "tell" {
            Access::Open
        } else {
            Access::Closed
        };
        assert_eq!(access, expected, "{name}");
    }
    let Target::Port(routes) = &network.instances[0].targets[0] else {
        panic!("{:?}", network.instances[0].targets)
    };
    assert_eq!(routes.len(), 5);
    let inside = |route: &Route| matches!(route, Route::Input(instance, _) if instance.0 == 1);
    assert!(routes.iter().all(|(_, route)| inside(route)));
}

#[test]
fn what_is_started_is_assumed_of_where_it_can_be_met() {
    let assumed = |answer: &str| {
        let text = format!(
            "from runtime import Runtime
interface I {{ requestResponse: ask( void )( int ) }}
service S {{
    embed Runtime as Runtime
    outputPort Counter {{ interfaces: I }}
    main {{
        loadEmbeddedService@Runtime( {{ filepath = \"counter.ol\", type = \"Jolie\" }} )( {answer} )
        ask@Counter()( number )
    }}
}}"
        );
        alone(&text).assumptions.len()
    };
    assert_eq!(assumed("Counter.location"), 1);
    assert_eq!(assumed(""), 0);
}

#[test]
fn origins_are_where_a_reader_points() {
    let (program, sources) = program(&format!(
        "{OPERATIONS}
service S {{
    inputPort In {{ location: \"socket://localhost:8000\" protocol: sodep interfaces: I }}
    outputPort Out {{ location: \"socket://localhost:9000\" protocol: sodep interfaces: I }}
    main {{
        while(
            x
        ) {{
            a@Out()
        }};
        ask()() {{
            throw( Busy )
        }}
    }}
}}"
    ));
    let network = behaviour_of(&program, service(&program, "S"));
    let lines: Vec<usize> = network.behaviours[0]
        .nodes
        .iter()
        .map(|node| {
            let source = sources.get(node.origin.source).unwrap();
            source.position(node.origin.start).line
        })
        .collect();
    // The condition, the output, the input, the throw, the end.
    assert_eq!(lines[..4], [12, 14, 16, 17]);
}

#[test]
fn a_quotient_by_zero_is_a_fault() {
    let is = |main: &str, code: &str| assert_eq!(main_is(main), code, "{main}");
    // Both numbers are written down; a fraction has no such fault.
    is(
        "x = 1 / 0; a@Out()",
        "0:if>1,2 1:throw-ArithmeticException 2:!a>3 3:end",
    );
    is("x = 1.0 / 0; a@Out()", "0:!a>1 1:end");
    is("x = 2 * 0.5 / 0; a@Out()", "0:!a>1 1:end");
    is("x = 1 % 0; a@Out()", "0:!a>1 1:end");
    // Nobody waits for it.
    is("x = y / z; a@Out()", "0:!a>1 1:end");
    let handled = |main: &str| {
        let found = main_is(&format!(
            "install( ArithmeticException => nullProcess ); z = 0; {main}; a@Out()"
        ));
        found.contains("throw-ArithmeticException")
    };
    assert!(handled("y = 3; x = y / z"));
    assert!(handled("if( 1 / w > 2 ) { b@Out() }"));
    assert!(handled("b@Out( 1 / w )"));
    assert!(!handled("x = w * z"));
    assert!(!handled("x = y / 2"));
    // What is not defined is zero, whatever it is divided by.
    assert!(!handled("x = undefined_anywhere / z"));
}

#[test]
fn a_second_name_may_lead_to_itself_where_a_handler_waits_for_that() {
    let main = |fault: &str| {
        main_is(&format!(
            "scope( s ) {{ install( {fault} => nullProcess ); t -> u; x = t; y = u }}; a@Out()"
        ))
    };
    let circles = |fault: &str| main(fault).matches("throw-AliasAccessException").count();
    assert_eq!(circles("AliasAccessException"), 1);
    assert_eq!(circles("Other"), 0);
}

#[test]
fn a_long_chain_of_definitions_is_a_list() {
    const LENGTH: usize = 20_000;
    let mut text = format!("{OPERATIONS}service S {{\n");
    text +=
        "outputPort Out { location: \"socket://localhost:9000\" protocol: sodep interfaces: I }\n";
    text += "define d0 { a@Out(); b@Out() }\n";
    for at in 1..LENGTH {
        text += &format!("define d{at} {{ d{}; a@Out() }}\n", at - 1);
    }
    text += &format!("main {{ d{} }}\n}}", LENGTH - 1);
    let network = alone(&text);
    assert_eq!(network.behaviours[0].nodes.len(), 2 * LENGTH + 3);
}

#[test]
fn what_stands_deep_does_not_overflow_the_stack() {
    let depth = 400;
    let main = format!(
        "{}a@Out(){}",
        "{ if( x ) { ".repeat(depth / 2),
        "}}".repeat(depth / 2)
    );
    assert!(main_is(&main).contains("!a>"));
}

/// Every `.ol` file below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "ol") {
            found.push(path);
        }
    }
}

#[test]
fn public_programs() {
    let Some(folder) = std::env::var_os("QUADRILLE_PUBLIC") else {
        eprintln!("skipped: QUADRILLE_PUBLIC names no folder");
        return;
    };
    let mut found = Vec::new();
    files(Path::new(&folder), &mut found);
    found.sort();
    let (mut services, mut actions, mut assumptions) = (0, 0, 0);
    for path in &found {
        let loaded = load(std::slice::from_ref(path), &Settings::default());
        let asked = loaded.program.modules.iter().filter(|module| module.asked);
        for id in asked.flat_map(|module| &module.services) {
            let network = behaviour_of(&loaded.program, *id);
            check(&network);
            services += 1;
            actions += network
                .behaviours
                .iter()
                .map(|found| found.nodes.len())
                .sum::<usize>();
            for assumption in &network.assumptions {
                assumptions += 1;
                let source = loaded.sources.get(assumption.span.source);
                let line = source.map_or(0, |source| source.position(assumption.span.start).line);
                println!(
                    "{}:{line}: {}: {}",
                    path.display(),
                    assumption.code,
                    assumption.message
                );
            }
        }
    }
    println!(
        "{} files, {services} services, {actions} actions, {assumptions} assumptions",
        found.len()
    );
}

/// Every location and index of a network lies in it.
fn check(network: &Network) {
    for behaviour in &network.behaviours {
        let inside = |location: &Location| assert!(location.index() < behaviour.nodes.len());
        for node in &behaviour.nodes {
            match &node.act {
                Act::Receive { branches } => {
                    for branch in branches {
                        inside(&branch.body);
                        assert!(branch.input.index() < behaviour.inputs.len());
                    }
                }
                Act::Send { port, next, .. } | Act::Call { port, next, .. } => {
                    assert!(port.index() < behaviour.ports.len());
                    inside(next);
                }
                Act::Branch {
                    condition,
                    then,
                    otherwise,
                } => {
                    inside(then);
                    inside(otherwise);
                    assert!(then != otherwise || *condition != Term::Lost);
                }
                _ => {}
            }
        }
    }
    for instance in &network.instances {
        let behaviour = &network[instance.behaviour];
        assert_eq!(instance.targets.len(), behaviour.ports.len());
        assert_eq!(instance.access.len(), behaviour.inputs.len());
    }
}
