type SendMailRequest {
    host: string
    authenticate?: void { username: string password: string }
    from: string
    replyTo*: string
    to[1,*]: string
    cc*: string
    bcc*: string
    subject: string
    content: string
    contentType?: string
    attachment*: void { content: raw filename: string contentType: string }
}

interface SMTPInterface {
    RequestResponse:
        sendMail( SendMailRequest )( void ) throws SMTPFault( undefined )
}

service SMTP {
    inputPort ip {
        location: "local"
        interfaces: SMTPInterface
    }

    foreign java {
        class: "joliex.mail.SMTPService"
    }
}
