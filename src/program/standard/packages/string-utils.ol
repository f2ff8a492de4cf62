type EndsWithRequest: string { suffix: string }
type ReplaceRequest: string { regex: string replacement: string }
type JoinRequest { piece*: string delimiter: string }
type SplitByLengthRequest: string { length: int }
type SplitResult { result*: string }
type SplitRequest: string { limit?: int regex: string }
type PadRequest: string { length: int char: string }
type MatchRequest: string { regex: string }
type MatchResult: int { group*: string }
type StartsWithRequest: string { prefix: string }
type SubStringRequest: string { begin: int end?: int }
type StringItemList { item*: string }
type IndexOfRequest: string { word: string }
type IndexOfResponse: int
type ContainsRequest: string { substring: string }
type UrlEncodeRequest: string { charset?: string }
type UrlDecodeRequest: UrlEncodeRequest

type FormatRequest: string { ? } | void {
    format: string
    locale: string
    data: void { ? }
}

interface StringUtilsInterface {
    RequestResponse:
        endsWith( EndsWithRequest )( bool ),
        getRandomUUID( void )( string ),
        contains( ContainsRequest )( bool ),
        indexOf( IndexOfRequest )( IndexOfResponse ),
        substring( SubStringRequest )( string ),
        join( JoinRequest )( string ),
        leftPad( PadRequest )( string ),
        rightPad( PadRequest )( string ),
        length( string )( int ),
        match( MatchRequest )( MatchResult ),
        find( MatchRequest )( MatchResult ),
        findAll( MatchRequest )( MatchResult ),
        replaceAll( ReplaceRequest )( string ),
        replaceFirst( ReplaceRequest )( string ),
        sort( StringItemList )( StringItemList ),
        split( SplitRequest )( SplitResult ),
        splitByLength( SplitByLengthRequest )( SplitResult ),
        trim( string )( string ),
        toLowerCase( string )( string ),
        toUpperCase( string )( string ),
        urlEncode( UrlEncodeRequest )( string ),
        urlDecode( UrlDecodeRequest )( string ),
        startsWith( StartsWithRequest )( bool ),
        valueToPrettyString( undefined )( string ),
        fmt( FormatRequest )( string )
}

service StringUtils {
    inputPort ip {
        location: "local"
        interfaces: StringUtilsInterface
    }

    foreign java {
        class: "joliex.util.StringUtils"
    }
}
