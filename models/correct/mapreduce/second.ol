// The second worker.
// verdict: correct

include "worker.iol"
