/* N stations in a ring of links of capacity C. A station makes a message, or takes one and passes it on, passes its
   opposite on, or drops it. */
#ifndef N
#define N 4
#endif
#ifndef C
#define C 3
#endif
#define NEXT ((_pid + 1) % N)

chan link[N] = [C] of { bit };

active [N] proctype station() {
    bit held;
    do
    :: link[NEXT]!0
    :: link[_pid]?held;
       if
       :: atomic { link[NEXT]!held -> held = 0 }
       :: atomic { link[NEXT]!(1 - held) -> held = 0 }
       :: held = 0
       fi
    od
}
