interface UserInterface {
    RequestResponse:
        showMessageDialog( string )( void ),
        showYesNoQuestionDialog( string )( int ),
        showInputDialog( string )( string )
}
