//! How long reading and printing take: a source of 1 MB, as good as people write them, and the same with its end cut off.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quadrille::base::SourceId;
use quadrille::syntax::jolie::{parse, print};
use std::time::Duration;

/// One service: types, an interface, a port, a choice with handlers, trees, loops and arithmetic.
const SERVICE: &str = r#"
type Order#: void {
    id: string( length([1, 40]) )
    item[1, *]: void { name: string amount: int( ranges([1, 1000]) ) } | string
    note?: any
}

interface Shop# {
    OneWay: cancel( Order# )
    RequestResponse: order( Order# )( Order# ) throws Refused( string ) Busy
}

service Shop#( p: void { location: string } ) {
    execution: concurrent
    cset { id: Order#.id }
    outputPort Store { location: "socket://localhost:8001" protocol: http { format = "json" } interfaces: Shop# }
    inputPort In { location: p.location protocol: sodep interfaces: Shop# }
    define count { total = 0 ; for( i = 0, i < #o.item, i++ ) { total += o.item[i].amount * 2 - 1 } }
    init { install( Busy => println@Console( "busy: " + shop.Busy )() , default => nullProcess ) }
    main {
        [ order( o )( reply ) {
            scope( shop ) {
                install( Refused => reply << o { note = "refused", count = ^total } )
                count
                if( total > 1000 && !( o.note == "bulk" ) ) {
                    throw( Refused, "too much: " + total )
                } else if( is_defined( o.note ) ) {
                    order@Store( o { .note << o.note } )( reply ) [ Busy => reply.note = "later" ]
                } else {
                    foreach( field : o ) { with( reply.( field )[0] ) { .seen = true ; .at -> global.clock.now } }
                }
            }
        } ] { { log@Console( reply ) | csets.id = new } }
        [ cancel( o ) ] { while( total > 0 ) { total -- } }
    }
}
"#;

/// At least so many bytes of services.
fn source(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + SERVICE.len());
    let mut number = 0;
    while text.len() < bytes {
        // The mark is a name's end here, and the size of a vector elsewhere.
        let name = format!("{number}");
        for (index, part) in SERVICE.split('#').enumerate() {
            if index > 0 {
                let size = part.starts_with("o.");
                text.push_str(if size { "#" } else { &name });
            }
            text.push_str(part);
        }
        number += 1;
    }
    text
}

fn bench(criterion: &mut Criterion) {
    let whole = source(1_000_000);
    let (tree, errors) = parse(SourceId::NOWHERE, &whole);
    assert!(errors.is_empty(), "{:?}", errors.first());
    let cut = &whole[..whole.len() - 2];
    let mut group = criterion.benchmark_group("1 MB");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(8));
    group.throughput(Throughput::Bytes(whole.len() as u64));
    group.bench_function("read", |bencher| {
        bencher.iter(|| parse(SourceId::NOWHERE, &whole))
    });
    group.bench_function("read, broken at the end", |bencher| {
        bencher.iter(|| parse(SourceId::NOWHERE, cut));
    });
    group.bench_function("print", |bencher| bencher.iter(|| print::print(&tree)));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
