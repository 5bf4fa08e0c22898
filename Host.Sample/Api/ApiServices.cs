using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;

namespace Host.Sample.Api;

public static class ApiServices
{
    private const int MostDepth = 16;

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.MaxDepth = MostDepth;
        });
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Connector host", Version = "v1", Description = "Plugins, endpoint servers, connectors, runs and inventory." };
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["accessKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The key shown when the host first started." },
            };
            document.Security = [new() { [new OpenApiSecuritySchemeReference("accessKey", document)] = [] }];

            return Task.CompletedTask;
        }));

        return services;
    }
}
