package org.vitrail.app.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The server's configuration: `vitrail.*` as system properties, `VITRAIL_*` as environment, or
/// `config/application.properties`.
@ConfigMapping(prefix = "vitrail")
public interface VitrailConfig {
    /// Where everything is kept; only one server at a time may use it.
    @WithDefault("${user.home}/.vitrail/server")
    Path dataFolder();

    /// Where the witness of the ledger is kept, a folder for each installation: outside the data folder, so that an old
    /// copy of that is noticed.
    @WithDefault("${XDG_STATE_HOME:${user.home}/.local/state}/vitrail")
    Path stateFolder();

    /// Who may talk to the server; without it `tokens.json` in the data folder, made on the first start.
    Optional<Path> tokenFile();

    /// Largest uploaded file, in bytes; 8 GiB.
    @WithDefault("8589934592")
    long uploadBytesMax();

    /// The key that certificates and the ledger's heads are signed with; without it one in the data folder, made on
    /// the
    /// first start. Servers that share a store share the key.
    Optional<Path> signingKey();

    /// Where the registered bytes are kept; without it a folder in the data folder. Servers that share a store share
    /// this folder too, readable by them only.
    Optional<Path> snapshotFolder();

    /// The ledger's database.
    Store store();

    /// The Arrow Flight port.
    Flight flight();

    /// The port of the console, the JSON API, health and metrics.
    Http http();

    /// Tokens of an OpenID Connect issuer.
    Oidc oidc();

    /// Tokens of a JupyterHub's users.
    JupyterHub jupyterhub();

    /// How jobs are run.
    Jobs jobs();

    /// The worker processes.
    Worker worker();

    /// The ledger's database.
    interface Store {
        /// `jdbc:postgresql://HOST/DATABASE`; without it an embedded one in the data folder.
        Optional<String> url();

        /// Who signs in to PostgreSQL.
        @WithDefault("vitrail")
        String user();

        /// A file with the password, readable by its owner only; without it no password is sent.
        Optional<Path> passwordFile();

        /// The role of PostgreSQL that owns the tables; it makes them, brings them up to date and gives `user` what it
        /// needs, at the start only. Without it the tables are `user`'s own, or as somebody made them before.
        Optional<String> ownerUser();

        /// A file with that role's password, readable by its owner only.
        Optional<Path> ownerPasswordFile();

        /// Connections at most.
        @WithDefault("16")
        int connections();

        /// How long a silent server counts as alive among those that share the store.
        @WithDefault("15s")
        Duration lease();

        /// Where the newest signed head of each ledger is kept, outside the database; without it a file in the state
        /// folder. Best on another disk than the database.
        Optional<Path> witnessFile();

        /// Whether a ledger that was moved here from another place may be opened; noted in the ledger.
        @WithDefault("false")
        boolean adopt();

        /// Whether every line, signature and balance is verified before the first request; without it the heads and
        /// the
        /// witness only.
        @WithDefault("true")
        boolean verify();
    }

    /// The Arrow Flight port.
    interface Flight {
        /// The address to listen on; another one than loopback needs TLS.
        @WithDefault("127.0.0.1")
        String host();

        /// 0: any free port, see `server.json`.
        @WithDefault("0")
        int port();

        /// Largest message from a client, in bytes; 16 MiB.
        @WithDefault("16777216")
        int messageBytesMax();

        /// All Arrow buffers of the server, in bytes; 1 GiB.
        @WithDefault("1073741824")
        long memoryBytesMax();

        /// How long a client may take to read or send one batch.
        @WithDefault("60s")
        Duration slowClient();

        /// PEM certificate chain; with `tls-key`: TLS.
        Optional<Path> tlsCertificate();

        /// PEM key, PKCS#8.
        Optional<Path> tlsKey();

        /// PEM certificates of who signs clients' certificates; with it a client must show one, beside its token.
        Optional<Path> clientCa();
    }

    /// Tokens of an OpenID Connect issuer; off without `issuer`.
    interface Oidc {
        /// Exactly as in the tokens' claim `iss`; its discovery document is asked for where its keys are.
        Optional<String> issuer();

        /// What the tokens' claim `aud` must name.
        Optional<String> audience();

        /// Where the keys are, without asking the discovery document.
        Optional<String> jwksUrl();

        /// The claim, or the path `a/b` to one, that names the user; a stable one.
        @WithDefault("sub")
        String userClaim();

        /// The claim, or the path to one, with the user's groups.
        @WithDefault("groups")
        String rolesClaim();

        /// `GROUP=ROLE` between commas; a group may be named for several roles.
        Optional<List<String>> roleMap();

        /// The claim, or the path to one, that names the project; or `project`.
        Optional<String> projectClaim();

        /// The project of everybody, instead of `project-claim`.
        Optional<String> project();

        /// How far the issuer's clock and this one may be apart; at most 5 minutes.
        @WithDefault("30s")
        Duration clockSkew();

        /// For how long keys are used without asking again; 1 second to 15 minutes.
        @WithDefault("5m")
        Duration keysRefresh();
    }

    /// Tokens of a JupyterHub's users; off without `api-url`.
    interface JupyterHub {
        /// For instance `https://hub.example.org/hub/api`.
        Optional<String> apiUrl();

        /// The scope that a token must have.
        @WithDefault("access:services!service=vitrail")
        String scope();

        /// `GROUP=ROLE` between commas; a group may be named for several roles.
        Optional<List<String>> roleMap();

        /// `GROUP=PROJECT` between commas; or `project`.
        Optional<List<String>> projectMap();

        /// The project of everybody, instead of `project-map`.
        Optional<String> project();

        /// For how long the Hub's answer is used; at most 60 seconds.
        @WithDefault("30s")
        Duration keep();

        /// Whether tokens may be sent to another machine without TLS, in a network that only the Hub's own parts use.
        @WithDefault("false")
        boolean plainHttp();
    }

    /// The port of the console, the JSON API, health and metrics.
    interface Http {
        /// The address to listen on; another one than loopback needs TLS.
        @WithDefault("127.0.0.1")
        String host();

        /// 0: any free port, see `server.json`.
        @WithDefault("0")
        int port();

        /// PEM certificate chain; with `tls-key`: TLS.
        Optional<Path> tlsCertificate();

        /// PEM key, PKCS#8.
        Optional<Path> tlsKey();
    }

    /// How jobs are run.
    interface Jobs {
        /// How many run at once.
        @WithDefault("1")
        int parallel();

        /// How many may run and wait.
        @WithDefault("64")
        int queueMax();

        /// Longest run.
        @WithDefault("1h")
        Duration timeout();
    }

    /// The worker processes.
    interface Worker {
        /// Java heap, in MiB.
        @WithDefault("2048")
        int heapMegabytes();

        /// Memory outside the heap for the database and for Arrow, each, in MiB.
        @WithDefault("1024")
        int nativeMegabytes();

        /// Whether one started worker waits for the next job.
        @WithDefault("true")
        boolean spare();

        /// Jars and folders; without it the server's own.
        Optional<List<Path>> classPath();
    }
}
