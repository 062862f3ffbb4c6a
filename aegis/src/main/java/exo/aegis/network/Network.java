package exo.aegis.network;

/** All about claims and filters, put together over one book. */
public final class Network {
    private final NetworkBook book;
    private final Claims claims;
    private final Filters filters;
    private final Classifier classifier;
    private final ClassifierText text;
    private final TransmitTemplates templates;
    private final UsualTemplate usual;

    public Network(NetworkBook book, ClassPrograms programs) {
        this.book = book;
        Classes classes = new Classes(book);
        FilterTable table = new FilterTable(book);
        PacketHeaders headers = new PacketHeaders(book);
        claims = new Claims(book);
        filters = new Filters(book, classes, table, claims);
        text = new ClassifierText(book, classes);
        classifier = new Classifier(book, classes, new StructureSearch(book, headers, classes, table), programs);
        templates = new TransmitTemplates(book, headers, claims);
        usual = new UsualTemplate(book);
    }

    /**
     * At boot: an empty book, everything claimed by one account.
     *
     * @param linkAddress  physical address of the six bytes of the machine's own Ethernet address
     */
    public void initialise(int rootAccount, long linkAddress) {
        book.initialise();
        claims.initialise(rootAccount);
        templates.linkAddress(linkAddress);
        usual.linkAddress();
    }

    public Claims claims() {
        return claims;
    }

    public Filters filters() {
        return filters;
    }

    public Classifier classifier() {
        return classifier;
    }

    public ClassifierText text() {
        return text;
    }

    public TransmitTemplates templates() {
        return templates;
    }

    public UsualTemplate usual() {
        return usual;
    }

    /**
     * Takes some of an account's filters away, or when it has none one of its claims; false when it has neither, but for the root's claim.
     */
    public boolean dropSome(int account) {
        return filters.dropSome(account) || claims.dropOne(account);
    }
}
