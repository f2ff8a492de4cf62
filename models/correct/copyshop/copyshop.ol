// A copy shop: large jobs cost more, and the customer hears when a job is finished.
// verdict: correct

from .interfaces import CopyShopInterface, CustomerInterface

service CopyShop {
    execution: concurrent

    // Its location comes with the job.
    outputPort Customer {
        protocol: sodep
        interfaces: CustomerInterface
    }

    inputPort CopyShopIn {
        location: "socket://localhost:8220"
        protocol: sodep
        interfaces: CopyShopInterface
    }

    main {
        submit( job );
        Customer.location = job.location;
        if( job.pages > 10 ) {
            finished@Customer( job.pages * 2 )
        } else {
            finished@Customer( 20 )
        }
    }
}
