// A coupon is good for one time.
// verdict: correct

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
            synchronized( coupons ) {
                if( global.coupons.( code ) == 0 ) {
                    throw( Used )
                };
                discount = global.coupons.( code );
                global.coupons.( code ) = 0
            }
        }
    }
}
