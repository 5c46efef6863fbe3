# Build from the root of the repository:  docker build -f docker/push-sandbox.Dockerfile -t goring-push-sandbox .

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

COPY global.json Directory.Build.props Directory.Packages.props ./
COPY tools/push-sandbox/Goring.PushSandbox.csproj tools/push-sandbox/
RUN dotnet restore tools/push-sandbox/Goring.PushSandbox.csproj

# The build treats warnings as errors, and .editorconfig says which there are.
COPY .editorconfig ./
COPY tools/ tools/
RUN dotnet publish tools/push-sandbox/Goring.PushSandbox.csproj -c Release --no-restore -p:UseAppHost=false -o /publish \
  && mkdir /credentials

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /publish ./

# A new volume mounted here belongs to whom this folder belongs to.
COPY --from=build --chown=$APP_UID /credentials /credentials

# Others reach it from other containers, by the name that stands in its certificate.
ENV PUSH_SANDBOX_BIND=any PUSH_SANDBOX_HOST=push-sandbox PUSH_SANDBOX_FOLDER=/credentials

# A number, so that an orchestrator can see that it is not root. The base image defines it.
USER $APP_UID
EXPOSE 8090 8443 8444
STOPSIGNAL SIGTERM

ENTRYPOINT ["dotnet", "goring-push-sandbox.dll"]
