package org.vitrail.magic;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dflib.DataFrame;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.SessionView;
import org.vitrail.magic.client.Credential;
import org.vitrail.magic.client.EmbeddedServer;
import org.vitrail.magic.client.Endpoint;
import org.vitrail.magic.pac.PacAnswer;
import org.vitrail.magic.view.BudgetGauge;
import org.vitrail.magic.view.Bundle;
import org.vitrail.magic.view.CertificateView;
import org.vitrail.magic.view.PacView;
import org.vitrail.magic.view.ReceiptView;
import org.vitrail.magic.view.SchemaView;
import org.vitrail.magic.view.TableView;

/// Registers Vitrail's magics and renderers with any kernel built on jjava-jupyter.
public final class VitrailExtension implements Extension, MagicCatalog {
    private static final int ROWS_SHOWN = 10;

    private final Optional<EmbeddedServer> server;
    private List<MagicDescription> descriptions = List.of();
    private @Nullable Notebook notebook;

    /// For the `ServiceLoader`: the server that the environment names.
    public VitrailExtension() {
        this.server = Optional.empty();
    }

    /// With an embedded server of one's own.
    public VitrailExtension(EmbeddedServer server) {
        this.server = Optional.of(server);
    }

    @Override
    public void install(BaseKernel kernel) {
        Notebook state = new Notebook(kernel, server.orElseGet(EmbeddedServer::configured));
        notebook = state;
        remote(state);
        List<Magic> magics = List.of(
                new DatasetMagic(state),
                new SchemaMagic(state),
                new SessionMagic(state),
                new SynthesizeMagic(state),
                new BudgetMagic(state),
                new ReleasesMagic(state),
                new AdminMagic(state),
                new CertificateMagic(state),
                new VerifyMagic(state),
                new AccountMagic(state),
                new CalibrateMagic(state),
                new PacMagic(state),
                new PacPredictorMagic(state),
                new PacAttackMagic(state),
                new VitrailMagic(state),
                new HelpMagic(state, this::magics));
        descriptions = magics.stream().map(Magic::description).toList();
        for (int i = 0; i < magics.size(); i++) {
            kernel.getMagicsRegistry().registerLineMagic(descriptions.get(i).name(), magics.get(i));
            kernel.getMagicsRegistry().registerCellMagic(descriptions.get(i).name(), magics.get(i));
        }
        renderers(kernel);
        // Not every end of a kernel reaches `uninstall`; closing the line cancels a running job.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> state.access().close(), "vitrail-close"));
    }

    private static void remote(Notebook state) {
        String url = System.getenv("VITRAIL_URL");
        Optional<Credential> credential = Credential.ofEnvironment();
        if (url != null && credential.isPresent()) {
            Optional<Path> ca = Optional.ofNullable(System.getenv("VITRAIL_CA")).map(Path::of);
            try {
                state.connect(Endpoint.parse(url, ca, Optional.empty(), credential.get()));
            } catch (org.vitrail.magic.client.ClientException e) {
                state.say("VITRAIL_URL is not used: " + e.getMessage());
            }
        }
    }

    private static void renderers(BaseKernel kernel) {
        register(
                kernel, DataFrame.class, f -> TableView.preview(f, f.getName() == null ? "" : f.getName(), ROWS_SHOWN));
        register(kernel, SyntheticFrame.class, f -> TableView.preview(f, String.valueOf(f.getName()), ROWS_SHOWN));
        register(kernel, SynthesisReport.class, SynthesizeMagic::view);
        register(kernel, PacAnswer.class, PacView::answer);
        register(kernel, Receipt.class, receipt -> ReceiptView.receipt(receipt, Optional.empty(), true));
        register(kernel, Certificate.class, CertificateView::certificate);
        register(kernel, BudgetView.class, BudgetGauge::budget);
        register(kernel, SessionView.class, BudgetGauge::session);
        register(kernel, DatasetView.class, SchemaView::dataset);
    }

    private static <T> void register(BaseKernel kernel, Class<T> type, java.util.function.Function<T, Bundle> view) {
        kernel.getRenderer()
                .createRegistration(type)
                .preferring("text/plain", "text/html")
                .register((value, context) -> context.getOutputContainer().assign(Publisher.data(view.apply(value))));
    }

    @Override
    public List<MagicDescription> magics() {
        return descriptions;
    }

    @Override
    public void uninstall(BaseKernel kernel) {
        Notebook state = notebook;
        if (state != null) {
            state.access().close();
        }
    }
}
