private type Order: int
