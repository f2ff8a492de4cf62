//! Prints the network of a path.
use quadrille::{
    extract::extract,
    program::{Settings, load},
    system::{Choice, systems},
};
fn main() {
    let path = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_default());
    let loaded = load(&[path.clone()], &Settings::default());
    for system in systems(&loaded.program, &Choice::of(&[path], None)) {
        let network = extract(&loaded.program, &system);
        println!("== {}", system.name);
        for (i, op) in network.operations.iter().enumerate() {
            println!(
                "op {i} {} request {:?} response {:?}",
                op.name, op.request, op.response
            );
        }
        for b in &network.behaviours {
            println!(
                "-- {} {:?} cells {:?} sets {:?}",
                b.name,
                b.mode,
                b.cells.iter().map(|c| c.name.clone()).collect::<Vec<_>>(),
                b.sets
            );
            for i in &b.inputs {
                println!(
                    "   input {:?} queue {} aliases {:?}",
                    network[i.operation].name, i.queue, i.aliases
                );
            }
            println!("   main {:?} init {:?}", b.main, b.init);
            for (n, node) in b.nodes.iter().enumerate() {
                println!("   {n}: {:?}", node.act);
            }
        }
        for i in &network.instances {
            println!(
                "instance {} targets {:?} access {:?} initial {:?}",
                i.name, i.targets, i.access, i.initial
            );
        }
    }
}
