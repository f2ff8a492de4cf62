/* N philosophers, who take the fork with the smaller number first. */
#ifndef N
#define N 12
#endif
#define SMALLER (_pid == N - 1 -> 0 : _pid)
#define LARGER  (_pid == N - 1 -> N - 1 : _pid + 1)

bool taken[N];

active [N] proctype philosopher() {
    do
    :: atomic { !taken[SMALLER] -> taken[SMALLER] = true }
       atomic { !taken[LARGER] -> taken[LARGER] = true }
       taken[LARGER] = false;
       taken[SMALLER] = false
    od
}
