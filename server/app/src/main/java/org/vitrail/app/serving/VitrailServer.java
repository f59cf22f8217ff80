package org.vitrail.app.serving;

import java.io.IOException;
import java.time.InstantSource;
import org.vitrail.app.access.SignIn;
import org.vitrail.app.certificate.Certificates;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.console.Console;
import org.vitrail.app.console.web.Served;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.flight.FlightEndpoint;
import org.vitrail.app.flight.FlightServices;
import org.vitrail.app.governance.Governance;
import org.vitrail.app.job.JobService;
import org.vitrail.app.job.OwnerReports;
import org.vitrail.app.job.Replicas;
import org.vitrail.app.job.StoredReleases;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.pac.Universes;
import org.vitrail.app.session.Sessions;
import org.vitrail.app.store.SqlStore;
import org.vitrail.app.worker.Parts;
import org.vitrail.contract.wire.ServerFile;

/// The whole server without its framework: folder, store, recovery, services, Flight port.
public final class VitrailServer implements AutoCloseable {
    private final ServerFolder folder;
    private final StoreOpening opening;
    private final Parts parts;
    private final JobService jobs;
    private final FlightEndpoint flight;
    private final SignInParts signIn;
    private final Console console;
    private final ServerFile file;

    private VitrailServer(
            ServerFolder folder,
            StoreOpening opening,
            Parts parts,
            JobService jobs,
            FlightEndpoint flight,
            SignInParts signIn,
            Console console,
            ServerFile file) {
        this.folder = folder;
        this.opening = opening;
        this.parts = parts;
        this.jobs = jobs;
        this.flight = flight;
        this.signIn = signIn;
        this.console = console;
        this.file = file;
    }

    /// Starts; the last thing it does is to write `server.json`.
    ///
    /// @param httpPort told to clients; 0 if there is none
    /// @throws StartFailure one line: why not, and what to do
    public static VitrailServer start(VitrailConfig config, Parts.Factory factory, String version, int httpPort)
            throws StartFailure {
        return start(config, factory, version, httpPort, InstantSource.system());
    }

    /// The same by another clock.
    ///
    /// @throws StartFailure one line: why not, and what to do
    public static VitrailServer start(
            VitrailConfig config, Parts.Factory factory, String version, int httpPort, InstantSource clock)
            throws StartFailure {
        requireSafe(config.flight());
        ServerFolder folder = ServerFolder.open(config.dataFolder());
        try {
            SignInParts signIn = SignInParts.of(config, folder);
            try {
                return start(config, factory, version, httpPort, clock, folder, signIn);
            } catch (StartFailure | RuntimeException e) {
                signIn.close();
                throw e;
            }
        } catch (StartFailure | RuntimeException e) {
            closeQuietly(folder);
            throw e;
        }
    }

    private static VitrailServer start(
            VitrailConfig config,
            Parts.Factory factory,
            String version,
            int httpPort,
            InstantSource clock,
            ServerFolder folder,
            SignInParts signIn)
            throws StartFailure {
        StoreOpening opening = StoreOpening.open(config, folder);
        SqlStore store = opening.store();
        try {
            Parts parts = factory.in(folder.path());
            Ledger ledger = opening.ledger();
            Datasets datasets = new Datasets(store, ledger, parts.ingest());
            Sessions sessions = new Sessions(store, ledger, datasets, clock);
            JobService jobs = jobs(config, opening, datasets, sessions, parts);
            jobs.recover();
            Certificates certificates =
                    new Certificates(new StoredReleases(store, ledger, datasets), opening.key(), version, clock);
            Governance governance = new Governance(store, ledger, datasets);
            FlightEndpoint flight = FlightEndpoint.start(
                    settings(config, folder),
                    signIn.signIn(),
                    new FlightServices(
                            version,
                            datasets,
                            sessions,
                            jobs,
                            new OwnerReports(store, ledger, datasets, parts.workers()),
                            certificates,
                            governance,
                            opening.check()),
                    parts.schemas());
            ServerFile file = address(config, flight.port(), httpPort, version);
            folder.announce(file);
            if (httpPort > 0) {
                folder.announceConsole(config.http(), httpPort);
            }
            Console console = console(opening, governance, certificates, version, clock);
            return new VitrailServer(folder, opening, parts, jobs, flight, signIn, console, file);
        } catch (IOException e) {
            opening.close();
            throw new StartFailure(
                    StartFailure.PORT,
                    "cannot listen on " + config.flight().host() + ":"
                            + config.flight().port() + "; the port is taken or not allowed: set vitrail.flight.port");
        } catch (RuntimeException e) {
            opening.close();
            throw e;
        }
    }

    private static JobService jobs(
            VitrailConfig config, StoreOpening opening, Datasets datasets, Sessions sessions, Parts parts) {
        return new JobService(
                opening.store(),
                opening.ledger(),
                datasets,
                sessions,
                parts.pricing(),
                parts.workers(),
                new Universes(opening.store(), opening.key().derived("universes")),
                new Replicas(config.store().lease()),
                new JobService.Limits(
                        config.jobs().parallel(),
                        config.jobs().queueMax(),
                        config.jobs().timeout()));
    }

    private static ServerFile address(VitrailConfig config, int flightPort, int httpPort, String version) {
        return new ServerFile(
                config.flight().host(),
                flightPort,
                httpPort,
                ProcessHandle.current().pid(),
                version,
                config.flight().tlsCertificate().isPresent());
    }

    private static Console console(
            StoreOpening opening,
            Governance governance,
            Certificates certificates,
            String version,
            InstantSource clock) {
        return new Console(
                new Console.Sources(
                        opening.store(),
                        opening.ledger(),
                        opening.check(),
                        opening.witnessFile(),
                        opening.unknown(),
                        version,
                        opening.verified(),
                        governance,
                        certificates),
                clock);
    }

    private static void requireSafe(VitrailConfig.Flight flight) throws StartFailure {
        if (flight.clientCa().isPresent()) {
            TlsFiles.requireAuthorities(
                    flight.clientCa().get(), flight.tlsCertificate().isPresent());
        }
        TlsFiles.require("flight", flight.host(), flight.tlsCertificate(), flight.tlsKey());
    }

    private static FlightEndpoint.Settings settings(VitrailConfig config, ServerFolder folder) {
        VitrailConfig.Flight flight = config.flight();
        return new FlightEndpoint.Settings(
                flight.host(),
                flight.port(),
                flight.messageBytesMax(),
                flight.memoryBytesMax(),
                config.uploadBytesMax(),
                flight.slowClient().toMillis(),
                flight.tlsCertificate(),
                flight.tlsKey(),
                flight.clientCa(),
                folder.path().resolve("uploads"));
    }

    /// Where it answers.
    public ServerFile file() {
        return file;
    }

    /// From a token to its caller, for whatever else listens in this process.
    public SignIn signIn() {
        return signIn.signIn();
    }

    /// What a browser may ask for.
    public Served served() {
        return new Served(signIn(), console);
    }

    private static void closeQuietly(ServerFolder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            // the lock ends with the process
        }
    }

    /// Cancels what runs and stops.
    @Override
    public void close() {
        jobs.shutdown();
        flight.close();
        signIn.close();
        parts.close();
        opening.close();
        closeQuietly(folder);
    }
}
