// A coupon is good for one time.
// It is looked at first and crossed out under the lock: two who come at once both get it.
// verdict: Q0422 line 26

interface ShopInterface {
    requestResponse:
        redeem( string )( int ) throws Used
}

service Shop {
    execution: concurrent

    inputPort ShopIn {
        location: "socket://localhost:8719"
        protocol: sodep
        interfaces: ShopInterface
    }

    init {
        global.coupons.spring = 5;
        global.coupons.summer = 10
    }

    main {
        redeem( code )( discount ) {
            if( global.coupons.( code ) == 0 ) {
                throw( Used )
            };
            discount = global.coupons.( code );
            synchronized( coupons ) {
                global.coupons.( code ) = 0
            }
        }
    }
}
