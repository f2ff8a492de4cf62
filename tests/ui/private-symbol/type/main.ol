// Jolie 1.13.5 forgets that a type is private.
from .types import Order

service Main {
    main {
        order = 1
    }
}
