type A { sid: string }
type Other { word: string }
interface OtherInterface {
    OneWay: last( Other )
}
