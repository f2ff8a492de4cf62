// The first worker.
// verdict: correct

include "worker.iol"
