type RangeInt: void { min: int max*: int } | void { min: int infinite: bool }
type RangeDouble: void { min: double max*: double } | void { min: double infinite: bool }
type RangeLong: void { min: long max*: long } | void { min: long infinite: bool }

type StringRefinedType: void {
    length: RangeInt
} | void {
    enum[1,*]: string
} | void {
    regex: string
}

type IntRefinedType { ranges[1,*]: RangeInt }
type DoubleRefinedType { ranges[1,*]: RangeDouble }
type LongRefinedType { ranges[1,*]: RangeLong }

type NativeType: void {
    string_type: bool { refined_type*: StringRefinedType }
} | void {
    int_type: bool { refined_type*: IntRefinedType }
} | void {
    double_type: bool { refined_type*: DoubleRefinedType }
} | void {
    any_type: bool
} | void {
    void_type: bool
} | void {
    raw_type: bool
} | void {
    bool_type: bool
} | void {
    long_type: bool { refined_type?: LongRefinedType }
}

type Cardinality { min: int max?: int infinite?: int }
type SubType { name: string cardinality: Cardinality type: Type documentation?: string }
type TypeInLine { root_type: NativeType sub_type*: SubType }
type TypeLink { link_name: string }

type TypeChoice {
    choice: void { left_type: TypeInLine | TypeLink right_type: Type }
}

type TypeUndefined { undefined: bool }
type Type: TypeInLine | TypeLink | TypeChoice | TypeUndefined
type TypeDefinition { name: string type: Type documentation?: string }
type Fault { name: string type: NativeType | TypeUndefined | TypeLink }

type Operation {
    operation_name: string
    documentation?: string
    input: string
    output?: string
    fault*: Fault
}

type Interface { name: string types*: TypeDefinition operations*: Operation documentation?: string }
type Port { name: string protocol?: string location: any interfaces*: Interface }
type Service { name: string input*: string output*: string }
