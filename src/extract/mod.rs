//! From programs to networks: program + flow + system → [`Network`](crate::automata::network::Network).
