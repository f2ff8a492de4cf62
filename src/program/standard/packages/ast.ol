from types.text import Location as TextLocation

type LocatedString: string { textLocation: TextLocation }
type SymbolRef: string
type LocatedSymbolRef: string { textLocation: TextLocation }
type Documentation: LocatedString
type IntBasicType { int: void refinements*: IntRefinement }
type IntRefinement { ranges*: IntRange }
type LongBasicType { long: void refinements*: LongRefinement }
type LongRefinement { ranges*: LongRange }
type LongRange { min: long max: long }
type DoubleBasicType { double: void refinements*: DoubleRefinement }
type DoubleRefinement { ranges*: DoubleRange }
type DoubleRange { min: double max: double }
type StringBasicType { string: void refinements*: StringRefinement }
type StringRefinement: void { length: IntRange } | void { enum[1,*]: string } | void { regex: string }
type BoolBasicType { bool: void }
type VoidBasicType { void: void }
type IntRange { min: int max: int }
type NonNegativeIntRange { min: int( ranges([0, *]) ) max: int }
type BasicType: VoidBasicType | BoolBasicType | IntBasicType | LongBasicType | DoubleBasicType | StringBasicType

type TreeNodeType {
    textLocation: TextLocation
    documentation?: Documentation
    name: LocatedString
    range: NonNegativeIntRange
    type: Type
}

type TreeType {
    textLocation: TextLocation
    documentation?: Documentation
    basicType: BasicType
    nodes*: TreeNodeType
    rest?: TreeNodeType
}

type ChoiceType { textLocation: TextLocation left: Type right: Type }
type Type: void { tree: TreeType } | void { choice: ChoiceType } | void { ref: LocatedSymbolRef }
type TypeDef { textLocation: TextLocation name: LocatedString type: Type }

type Aggregation {
    textLocation: TextLocation
    outputPort: LocatedSymbolRef
    extender*: LocatedSymbolRef
}

type OneWayOperation { textLocation: TextLocation name: LocatedString requestType: Type }
type FaultType { textLocation: TextLocation name: LocatedString type: Type }

type RequestResponseOperation {
    textLocation: TextLocation
    name: LocatedString
    requestType: Type
    responseType: Type
    faults*: FaultType
}

type Operation: OneWayOperation | RequestResponseOperation
type Redirection { textLocation: TextLocation name: LocatedString outputPort: LocatedSymbolRef }

type InputPort {
    textLocation: TextLocation
    name: LocatedString
    location?: LocatedString
    protocol?: LocatedString
    operations*: Operation
    interfaces*: SymbolRef
    aggregations*: Aggregation
    redirections*: Redirection
}

type OutputPort {
    textLocation: TextLocation
    name: LocatedString
    location?: LocatedString
    protocol?: LocatedString
    operations*: Operation
    interfaces*: SymbolRef
}

type ServiceDef {
    textLocation: TextLocation
    documentation?: Documentation
    name: LocatedString
    inputPorts*: InputPort
    outputPorts*: OutputPort
}

type InterfaceDef { textLocation: TextLocation name: LocatedString operations*: Operation }
type Module { types*: TypeDef interfaces*: InterfaceDef services*: ServiceDef }

interface AstInterface {
    RequestResponse:
        parseModule( string )( Module )
}

service Ast {
    inputPort input {
        location: "local"
        interfaces: AstInterface
    }

    foreign java {
        class: "joliex.meta.AstService"
    }
}
