//! `joliex.util.NetworkService`. Addresses are numbers here, where Java looks their names up.

use super::super::fault::Fault;
use super::super::value::Value;
use super::request::{caused, exception, text};
use super::{Operation, Outcome};
use if_addrs::{IfAddr, Interface, get_if_addrs};

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "getNetworkInterfaceNames" => |_| names(),
        "getIPAddresses" => addresses,
        _ => return None,
    })
}

fn interfaces() -> Result<Vec<Interface>, Fault> {
    get_if_addrs().map_err(|error| exception("SocketException", error.to_string()))
}

fn names() -> Outcome {
    let mut names: Vec<String> = Vec::new();
    for interface in interfaces()? {
        if !names.contains(&interface.name) {
            names.push(interface.name);
        }
    }
    let mut answer = Value::VOID;
    for name in names {
        let value = Value::from(name.as_str()).with("displayName", name);
        answer.vector_mut("interfaceName").push(value);
    }
    Ok(answer)
}

fn addresses(request: &Value) -> Outcome {
    let name = text(request, "interfaceName");
    let (mut answer, mut found) = (Value::VOID, false);
    for interface in interfaces()? {
        if interface.name != name {
            continue;
        }
        found = true;
        match interface.addr {
            IfAddr::V4(address) => answer.set_child("ip4", address.ip.to_string()),
            IfAddr::V6(address) => answer.set_child("ip6", address.ip.to_string()),
        }
    }
    if !found {
        return Err(caused("InterfaceNotFound", "java.lang.Exception", ""));
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::super::request::elements;
    use super::super::testing::{call, fault, value};
    use super::*;

    #[test]
    fn interfaces_have_addresses() {
        let class = "joliex.util.NetworkService";
        let names = value(class, "getNetworkInterfaceNames", &Value::VOID);
        for name in elements(&names, "interfaceName") {
            let request = Value::VOID.with("interfaceName", name.as_string());
            assert!(
                call(class, "getIPAddresses", &request)
                    .unwrap()
                    .has_children()
            );
        }
        let missing = Value::VOID.with("interfaceName", "none at all");
        assert_eq!(
            fault(class, "getIPAddresses", &missing).name,
            "InterfaceNotFound"
        );
    }
}
